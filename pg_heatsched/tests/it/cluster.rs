use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use postgres::{Client, Config, NoTls};

/// A server of the test's own, whose processes may be killed.
#[derive(Debug)]
pub struct Cluster {
    folder: tempfile::TempDir,
}

impl Cluster {
    pub fn start() -> Self {
        Self::with("")
    }

    /// With settings of its own, as in postgresql.conf.
    pub fn with(settings: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("heatsched-cluster.").tempdir_in("/tmp").unwrap();
        let cluster = Self { folder };
        run(Command::new("chmod").arg("777").arg(cluster.folder.path()));
        let data = cluster.data();
        run(as_postgres("initdb").arg("-D").arg(&data).args([
            "-A",
            "trust",
            "-U",
            "postgres",
            "--locale=C.UTF-8",
            "--no-sync",
        ]));
        let settings = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nfsync = off\nmax_connections = 30\n{settings}\n",
            cluster.socket_folder()
        );
        let sql = format!("cat >> {}/postgresql.conf <<'END'\n{settings}END", data.display());
        run(Command::new("sh").args(["-c", sql.as_str()]));
        cluster.up();
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn socket_folder(&self) -> String {
        self.folder.path().display().to_string()
    }

    /// Process of the postmaster.
    pub fn postmaster(&self) -> Option<u32> {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok()
    }

    /// Starts the server if it is not running, and waits until it answers.
    pub fn up(&self) {
        let until = Instant::now() + Duration::from_secs(120);
        while self.connect("postgres", "postgres").is_err() {
            assert!(Instant::now() < until, "the server does not come up");
            // refused while processes of the killed one still end
            let log = self.folder.path().join("data/log.txt");
            let mut start = as_postgres("pg_ctl");
            start.env_remove("RUST_BACKTRACE").arg("-D").arg(self.data()).arg("-l").arg(log).args(["-w", "start"]);
            let _ = start.stdout(Stdio::null()).stderr(Stdio::null()).status();
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn connect(&self, database: &str, user: &str) -> Result<Client, postgres::Error> {
        let mut client = Config::new().host(&self.socket_folder()).dbname(database).user(user).connect(NoTls)?;
        client.batch_execute("SET search_path = heatsched, pg_catalog; SET TimeZone = 'UTC'")?;
        Ok(client)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if std::thread::panicking() {
            run(Command::new("tail").arg("-n").arg("40").arg(self.data().join("log.txt")).stdout(Stdio::inherit()));
        }
        let stopped = as_postgres("pg_ctl").arg("-D").arg(self.data()).args(["-m", "immediate", "-w", "stop"]).output();
        if let Err(error) = stopped {
            eprintln!("the server was not stopped: {error}");
        }
    }
}

/// A server does not run as root.
fn as_postgres(program: &str) -> Command {
    let folder = Command::new("pg_config").arg("--bindir").output().unwrap().stdout;
    let program = PathBuf::from(String::from_utf8(folder).unwrap().trim()).join(program);
    let mut command = if is_root() { Command::new("runuser") } else { Command::new(&program) };
    if is_root() {
        command.args(["-u", "postgres", "--"]).arg(program);
    }
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout.starts_with(b"0\n")
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

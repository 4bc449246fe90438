//! The servers, from outside: over their sockets, with the plant of the SQL corpus and a day of it planned.

mod dashboards;
mod http;
mod login;
mod startup;
mod tls;
mod wire;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use postgres::{Client, Config, NoTls};
use query::warehouse::Warehouse;
use udfs::store::Store;

use crate::cli::Bench;
use crate::slt::fixture;

pub const PASSWORD: &str = "correct horse battery";
/// Longer than anything takes; only against hanging for ever.
const GUARD: Duration = Duration::from_secs(120);

/// A warehouse with two tenants, the second without a plant, and a server over it.
pub struct Served {
    pub bench: Bench,
    child: Child,
    log: Receiver<String>,
    told: Vec<String>,
    pub postgres: u16,
}

impl Served {
    pub fn new() -> Self {
        Self::with(&[])
    }

    pub fn with(arguments: &[&str]) -> Self {
        let bench = Bench::with_warehouse();
        let warehouse = Warehouse::open(&bench.path("warehouse").to_string_lossy()).expect("a warehouse");
        warehouse.write(&fixture()).expect("the fixture is written");
        bench.run(&["-c", "SELECT count(*) FROM optimize_schedule('S-2026-01-05')"]).succeeds();
        bench.run_with_input(&["user", "anna", "--users", "users"], PASSWORD).succeeds();
        bench.run_with_input(&["user", "bert", "--users", "users", "--tenant", "other"], PASSWORD).succeeds();
        Self::over(bench, arguments)
    }

    pub fn over(bench: Bench, arguments: &[&str]) -> Self {
        let serve = ["--log", "json", "serve", "--users", "users", "--postgres", "127.0.0.1:0"];
        let mut command = bench.command(&[&serve, arguments].concat());
        let mut child = command.stderr(Stdio::piped()).spawn().expect("heatsched starts");
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        let (sender, log) = channel();
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut served = Self { bench, child, log, told: Vec::new(), postgres: 0 };
        served.postgres = served.port("postgres on ");
        served
    }

    /// The port of HTTP.
    pub fn http(&mut self) -> u16 {
        self.port("http on ")
    }

    /// The port that the server tells.
    fn port(&mut self, before: &str) -> u16 {
        let line = self.tells(before);
        let address = line.split(before).nth(1).and_then(|rest| rest.split(' ').next()).expect("an address");
        address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port")
    }

    /// The first line of the log that has the words, now or later.
    #[track_caller]
    pub fn tells(&mut self, words: &str) -> String {
        if let Some(line) = self.told.iter().find(|line| line.contains(words)) {
            return line.clone();
        }
        loop {
            let line = self.log.recv_timeout(GUARD);
            let line = line.unwrap_or_else(|_| panic!("no word of {words:?} but {:#?}", self.told));
            self.told.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// To be asked when it has ended.
    #[track_caller]
    pub fn says_nothing_of_defects(&mut self) {
        self.told.extend(self.log.try_iter());
        let bad = |line: &&String| line.contains("HS9002") || line.contains("panicked");
        assert_eq!(self.told.iter().find(bad), None);
    }

    pub fn config(&self, user: &str, password: &str) -> Config {
        config(self.postgres, user, password)
    }

    pub fn anna(&self) -> Client {
        self.anna_at(self.postgres)
    }

    /// By way of another port.
    pub fn anna_at(&self, port: u16) -> Client {
        config(port, "anna", PASSWORD).connect(NoTls).expect("anna may log in")
    }

    /// Asks it to end, as a service manager does.
    pub fn end(&mut self) {
        let end = std::process::Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(end.expect("kill runs").success());
    }

    pub fn has_ended(&mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn config(port: u16, user: &str, password: &str) -> Config {
    let mut config = Config::new();
    config.host("127.0.0.1").port(port).user(user).password(password).dbname("heatsched");
    config
}

/// The first column of simple queries, as text.
pub fn texts(client: &mut Client, sql: &str) -> Vec<Option<String>> {
    let messages = client.simple_query(sql).unwrap_or_else(|e| panic!("{sql}: {e:?}"));
    let row = |message| match message {
        postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).map(str::to_string)),
        _ => None,
    };
    messages.into_iter().filter_map(row).collect()
}

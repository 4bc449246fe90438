//! A server of OpenSSL with an authority of its own, which asks for a certificate of ours.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use udfs::Code;

use super::*;

const NO_DEFAULTS: &str = "[req]\ndistinguished_name = dn\n[dn]\n";

fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output();
    let output = output.expect("openssl is installed");
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

/// An authority, and what it has signed for a server and for us: key and certificate in one file each.
fn authority(folder: &Path, name: &str) {
    std::fs::write(folder.join("no-defaults.cnf"), NO_DEFAULTS).expect("written");
    let new = "req -x509 -newkey rsa:2048 -nodes -days 2 -config no-defaults.cnf";
    let is_authority = "-addext basicConstraints=critical,CA:TRUE";
    openssl(folder, &format!("{new} -subj /CN={name} {is_authority} -keyout {name}.key -out {name}.pem"));
    for (owner, more) in
        [("server", "-addext subjectAltName=IP:127.0.0.1"), ("client", "-addext keyUsage=digitalSignature")]
    {
        let (file, is_none) = (format!("{name}-{owner}"), "-addext basicConstraints=critical,CA:FALSE");
        let signed = format!("-CA {name}.pem -CAkey {name}.key -keyout {file}.key -out {file}.crt");
        openssl(folder, &format!("{new} -subj /CN={owner} {is_none} {more} {signed}"));
        let part = |kind: &str| std::fs::read_to_string(folder.join(format!("{file}.{kind}"))).expect("made");
        let path = folder.join(format!("{file}.pem"));
        std::fs::write(&path, part("key") + &part("crt")).expect("written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("changed");
        }
    }
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let body = "{\"a\":1}";
        let head = format!("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}", body.len());
        std::fs::write(folder.join("x"), format!("{head}\r\n\r\n{body}")).expect("written");
        let mut command = Command::new("openssl");
        command.args(["s_server", "-accept", "127.0.0.1:0", "-HTTP", "-cert", "own-server.pem", "-CAfile", "own.pem"]);
        command.args(["-Verify", "1", "-verify_return_error"]).current_dir(folder);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix("ACCEPT ").map(str::to_string)).expect("it listens");
        // what it prints later must not fill the pipe
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: format!("https://{address}/x") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn both_show_certificates_of_an_authority_that_only_they_know() {
    let folder = tempfile::tempdir().expect("a folder");
    authority(folder.path(), "own");
    authority(folder.path(), "another");
    let server = Server::start(folder.path());
    let path = |name: &str| folder.path().join(name).display().to_string();
    let ask = |settings: &str| {
        let world = World::new(&format!("tries = 1\n{settings}"));
        let answer = world.send(&Ask::get(server.address.parse().expect("an address"), JSON));
        assert!(!format!("{answer:?}{}", world.log()).contains("PRIVATE KEY"));
        answer
    };
    let (own, another) =
        (format!("ca_file = \"{}\"\n", path("own.pem")), format!("ca_file = \"{}\"\n", path("another.pem")));
    let shown = |name: &str| format!("client_certificate = \"${{file:{}}}\"\n", path(name));

    let answer = ask(&(own.clone() + &shown("own-client.pem"))).expect("both are known");
    assert_eq!(&answer.body[..], b"{\"a\":1}");
    for (settings, what) in [
        (shown("own-client.pem"), "a server that nobody vouches for"),
        (another + &shown("own-client.pem"), "a server of another authority"),
        (own.clone(), "no certificate of ours"),
        (own.clone() + &shown("another-client.pem"), "one of ours that the server does not know"),
    ] {
        let refused = ask(&settings).map(|answer| answer.status).expect_err(what);
        assert_eq!(refused.code, Code::Unreachable, "{what}: {refused}");
        eprintln!("{what}: {refused}");
    }
    let refused = ask(&(own + &shown("own.pem"))).expect_err("a certificate without its key");
    assert_eq!(refused.code, Code::SecretUnsafe, "anybody may read it: {refused}");
}

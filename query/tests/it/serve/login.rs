use std::io::{Read, Write};
use std::net::TcpStream;

use postgres::NoTls;

use super::{PASSWORD, Served, texts};

#[test]
fn nobody_comes_in_without_the_password() {
    let mut served = Served::new();
    for (user, password) in [("anna", "wrong"), ("anna", ""), ("nobody", PASSWORD), ("", PASSWORD)] {
        let refused = served.config(user, password).connect(NoTls).err().expect("refused");
        let state = refused.code().map(|code| code.code().to_string());
        assert!(state.is_none() || state == Some("28P01".into()), "{user}: {state:?}");
    }
    assert!(served.tells("HS1702").contains("anna from 127.0.0.1"));
    served.tells("nobody from 127.0.0.1");
}

/// A client that does not wait to be let in.
#[test]
fn a_query_before_the_login_is_not_answered() {
    let served = Served::new();
    let mut socket = TcpStream::connect(("127.0.0.1", served.postgres)).expect("connected");
    let mut startup = b"\0\x03\0\0user\0anna\0\0".to_vec();
    let length = u32::try_from(startup.len() + 4).expect("short");
    startup.splice(0..0, length.to_be_bytes());
    let query = b"SELECT site_id FROM sites\0";
    let mut message = vec![b'Q'];
    message.extend(u32::try_from(query.len() + 4).expect("short").to_be_bytes());
    message.extend(query);
    socket.write_all(&startup).expect("sent");
    socket.write_all(&message).expect("sent");
    socket.shutdown(std::net::Shutdown::Write).expect("shut");
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer);
    assert!(text.contains("SCRAM-SHA-256"), "{text}");
    assert!(!text.contains("plant-a"), "{text}");
}

#[test]
fn a_user_sees_one_tenant() {
    let served = Served::new();
    let mut bert = served.config("bert", PASSWORD).connect(NoTls).expect("bert may log in");
    for table in ["sites", "savings", "production_jobs", "cost_by_period", "heatsched.optimization_runs"] {
        assert_eq!(texts(&mut bert, &format!("SELECT count(*) FROM {table}")), [Some("0".into())], "{table}");
    }
    bert.simple_query("SELECT * FROM sites WHERE tenant_id = 'default'").expect("no rows");
    assert!(bert.simple_query("SELECT * FROM optimize_schedule('S-2026-01-05')").is_err());
    assert_eq!(texts(&mut served.anna(), "SELECT count(*) FROM savings"), [Some("1".into())]);
}

#[test]
fn users_change_while_it_runs() {
    let served = Served::new();
    served.bench.run_with_input(&["user", "carl", "--users", "users"], "another long one").succeeds();
    assert!(served.config("carl", "another long one").connect(NoTls).is_ok());
    served.bench.run_with_input(&["user", "carl", "--users", "users"], "a third long one").succeeds();
    assert!(served.config("carl", "another long one").connect(NoTls).is_err());
}

#[test]
fn other_machines_need_tls() {
    let bench = crate::cli::Bench::with_warehouse();
    bench.run_with_input(&["user", "anna", "--users", "users"], PASSWORD).succeeds();
    let ran = bench.run(&["serve", "--users", "users", "--postgres", "0.0.0.0:0"]).ends_with_code(1);
    assert!(ran.stderr.starts_with("error[HS1703]"), "{}", ran.stderr);
}

#[test]
fn a_users_file_is_needed_and_private() {
    let bench = crate::cli::Bench::with_warehouse();
    let ran = bench.run(&["serve", "--users", "users", "--postgres", "127.0.0.1:0"]).ends_with_code(1);
    assert!(ran.stderr.starts_with("error[HS4106]"), "{}", ran.stderr);
    bench.run_with_input(&["user", "anna", "--users", "users"], "short").ends_with_code(1);
}

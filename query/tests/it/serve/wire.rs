use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};

use postgres::NoTls;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{GUARD, PASSWORD, Served, texts};

#[test]
fn statements_that_write_are_refused_and_logged() {
    let mut served = Served::new();
    let mut anna = served.anna();
    for sql in [
        "INSERT INTO sites SELECT * FROM sites",
        "DELETE FROM sites",
        "UPDATE sites SET site_name = 'x'",
        "CREATE TABLE t AS SELECT 1 AS x",
        "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
        "SELECT * INTO t FROM sites",
        "COPY sites TO '/tmp/sites.csv'",
        "DROP VIEW savings",
        "SET datafusion.execution.batch_size = 1",
    ] {
        let refused = anna.simple_query(sql).expect_err(sql);
        let prepared = anna.prepare(sql).err();
        assert!(prepared.is_some(), "{sql}");
        assert!(refused.as_db_error().is_some(), "{sql}: {refused}");
    }
    for sql in [
        "SELECT * FROM publish_schedule((SELECT max(run_id) FROM optimization_runs))",
        "SELECT * FROM delete_schedule('S-2026-01-05')",
        "SELECT * FROM register_equipment('[]')",
        "SELECT * FROM optimize_schedule('S-2026-01-05', '{\"gap_tolerance\": 0.5}')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM 'users'",
    ] {
        assert!(anna.simple_query(sql).is_err(), "{sql}");
    }
    served.tells("HS1701");
    assert_eq!(texts(&mut anna, "SELECT count(*) FROM optimization_runs"), [Some("1".into())]);
    // the stored plan is found, not solved
    assert_eq!(texts(&mut anna, "SELECT job_id FROM optimize_schedule('S-2026-01-05') ORDER BY 1").len(), 2);
}

#[test]
fn new_commits_are_seen_at_once() {
    let served = Served::new();
    let mut anna = served.anna();
    let count = anna.prepare("SELECT count(*) FROM savings").expect("prepared");
    assert_eq!(anna.query_one(&count, &[]).expect("a row").get::<_, i64>(0), 1);
    let again = "SELECT count(*) FROM optimize_schedule('S-2026-01-05', '{\"gap_tolerance\": 0.5}')";
    served.bench.run(&["-c", again]).succeeds();
    assert_eq!(anna.query_one(&count, &[]).expect("a row").get::<_, i64>(0), 2);
}

#[test]
fn times_come_in_the_zone_of_the_session() {
    let served = Served::new();
    let mut anna = served.anna();
    let start = "SELECT horizon_start FROM optimization_runs";
    assert_eq!(texts(&mut anna, start), [Some("2026-01-05 06:00:00.000000+00".into())]);
    anna.simple_query("SET TIME ZONE 'America/Chicago'").expect("a zone");
    assert_eq!(texts(&mut anna, start), [Some("2026-01-05 00:00:00.000000-06".into())]);
    assert_eq!(texts(&mut anna, "SHOW timezone"), [Some("America/Chicago".into())]);
    let at: chrono::DateTime<chrono::Utc> = anna.query_one(start, &[]).expect("a row").get(0);
    assert_eq!(at.to_rfc3339(), "2026-01-05T06:00:00+00:00");
    anna.simple_query("DISCARD ALL").expect("discarded");
    assert_eq!(texts(&mut anna, start), [Some("2026-01-05 06:00:00.000000+00".into())]);
    assert!(anna.simple_query("SET TimeZone = 'Mars/Olympus'").is_err());
    // another session is not touched
    assert_eq!(texts(&mut served.anna(), "SHOW timezone"), [Some("UTC".into())]);
}

#[test]
fn transactions_and_savepoints_are_answered() {
    let served = Served::new();
    let mut anna = served.anna();
    let mut transaction = anna.transaction().expect("begun");
    assert!(transaction.simple_query("SELECT nothing FROM nowhere").is_err());
    assert!(transaction.simple_query("SELECT 1").is_err(), "the transaction is aborted");
    transaction.rollback().expect("rolled back");
    anna.batch_execute("BEGIN; SAVEPOINT a; SELECT 1; ROLLBACK TO SAVEPOINT a; RELEASE SAVEPOINT a; COMMIT")
        .expect("fine");
    anna.batch_execute("DECLARE c CURSOR FOR SELECT site_id FROM sites; FETCH ALL FROM c; CLOSE c").expect("fine");
}

#[test]
fn errors_have_code_and_hint() {
    let served = Served::new();
    let mut anna = served.anna();
    let error = |client: &mut postgres::Client, sql: &str| {
        let error = client.simple_query(sql).expect_err(sql);
        let error = error.as_db_error().expect("told by the server");
        (error.code().code().to_string(), error.message().to_string(), error.hint().map(str::to_string))
    };
    let (state, message, hint) = error(&mut anna, "SELECT * FROM explain_schedule('no-such-run')");
    assert_eq!((state.as_str(), &message[..6]), ("02000", "HS1009"));
    assert!(hint.is_some());
    assert_eq!(error(&mut anna, "SELECT * FROM no_such_table").0, "42P01");
    assert_eq!(error(&mut anna, "SELECT no_such_column FROM sites").0, "42703");
    assert_eq!(error(&mut anna, "SELEC 1").0, "42601");
}

#[test]
fn asked_to_end_it_lets_a_statement_finish() {
    use postgres::fallible_iterator::FallibleIterator;
    const ROWS: usize = 300_000;
    let mut served = Served::new();
    let mut idle = served.anna();
    let between = Held::new(served.postgres);
    let mut anna = served.anna_at(between.port);
    let none: [&str; 0] = [];
    let rows = "SELECT value, repeat('x', 100) FROM generate_series(1, 300000)";
    let mut rows = anna.query_raw(rows, none).expect("begun");
    assert!(rows.next().expect("a row").is_some());
    served.end();
    served.tells("ending");
    assert_eq!(rows.count().expect("the rest"), ROWS - 1);
    drop(between);
    assert_eq!(served.has_ended(), Some(0));
    assert!(idle.simple_query("SELECT 1").is_err());
}

/// An answer is owed until the client has said that its question is whole: here it says so after the server is to end.
#[test]
fn asked_to_end_it_answers_a_question_begun() {
    let mut served = Served::new();
    let held = Held::new(served.postgres);
    let mut anna = served.anna_at(held.port);
    let statement = anna.prepare("SELECT value FROM generate_series(1, 3)").expect("prepared");
    held.hold.store(true, Relaxed);
    let asking = std::thread::spawn(move || anna.query(&statement, &[]).map(|rows| rows.len()));
    held.holds.recv_timeout(GUARD).expect("the end of the question is held back");
    served.end();
    served.tells("ending");
    held.go_on.send(()).expect("the rest is sent");
    assert_eq!(asking.join().expect("no panic").expect("an answer"), 3);
    assert_eq!(served.has_ended(), Some(0));
}

/// Between a client and the server: keeps back a client's Sync while told to hold. It tells the client only when
/// dropped that the server has closed, as this client forgets what it has received once it knows.
struct Held {
    port: u16,
    hold: Arc<AtomicBool>,
    holds: Receiver<()>,
    go_on: Sender<()>,
    /// The client is told when this is dropped.
    _parts: Sender<()>,
}

impl Held {
    const SYNC: &[u8] = b"S\0\0\0\x04";

    fn new(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let hold = Arc::new(AtomicBool::new(false));
        let ((tell, holds), (go_on, goes_on), (_parts, parted)) = (channel(), channel(), channel::<()>());
        let holding = Arc::clone(&hold);
        std::thread::spawn(move || {
            let (mut client, _) = listener.accept()?;
            let mut server = TcpStream::connect(("127.0.0.1", server))?;
            let (mut answers, mut to_client) = (server.try_clone()?, client.try_clone()?);
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut answers, &mut to_client);
                let _ = parted.recv();
                to_client.shutdown(Shutdown::Both)
            });
            let mut bytes = [0; 4096];
            loop {
                let read = client.read(&mut bytes)?;
                let (head, sync) = match bytes[..read].strip_suffix(Self::SYNC) {
                    Some(head) if holding.load(Relaxed) => (head, Self::SYNC),
                    _ => (&bytes[..read], &[][..]),
                };
                server.write_all(head)?;
                if !sync.is_empty() {
                    let _ = tell.send(());
                    let _ = goes_on.recv();
                    server.write_all(sync)?;
                }
                if read == 0 {
                    return Ok::<_, std::io::Error>(());
                }
            }
        });
        Self { port, hold, holds, go_on, _parts }
    }
}

/// Whatever bytes come, the server says nothing of a defect and answers the next client.
#[test]
fn no_bytes_break_it() {
    let mut served = Served::new();
    let port = served.postgres;
    let send = |bytes: &[u8]| {
        let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("connected");
        let _ = socket.write_all(bytes);
        let _ = socket.shutdown(Shutdown::Both);
    };
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    let garbage = proptest::collection::vec(any::<u8>(), 0..400);
    let started =
        (any::<u8>(), 0u32..200, proptest::collection::vec(any::<u8>(), 0..200)).prop_map(|(kind, length, rest)| {
            let mut bytes = b"\0\0\0\x13\0\x03\0\0user\0anna\0\0".to_vec();
            bytes.push(kind);
            bytes.extend(length.to_be_bytes());
            bytes.extend(rest);
            bytes
        });
    let outcome = runner.run(&prop_oneof![garbage, started], |bytes| {
        send(&bytes);
        Ok(())
    });
    outcome.expect("sent");
    let mut anna = served.anna();
    assert_eq!(texts(&mut anna, "SELECT 1"), [Some("1".into())]);
    drop(anna);
    served.end();
    assert_eq!(served.has_ended(), Some(0));
    served.says_nothing_of_defects();
}

/// After the login, too: statements of any text, and messages of any kind.
#[test]
fn no_statement_breaks_it() {
    let mut served = Served::new();
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let words = prop_oneof![
        Just("SELECT".to_string()),
        Just("FROM".into()),
        Just("savings".into()),
        Just("(".into()),
        Just(")".into()),
        Just("'".into()),
        Just("$1".into()),
        Just("::".into()),
        Just("timestamptz".into()),
        Just("bill".into()),
        Just("tariff_rate".into()),
        Just("NULL".into()),
        Just("WITH".into()),
        Just(";".into()),
        Just("ORDER BY".into()),
        Just("SET".into()),
        Just("TimeZone".into()),
        Just("=".into()),
        Just("FETCH".into()),
        Just("99999999999999999999".into()),
        "\\PC{0,12}",
    ];
    let statement = proptest::collection::vec(words, 0..12).prop_map(|words| words.join(" "));
    let config = served.config("anna", PASSWORD);
    let client = std::cell::RefCell::new(config.connect(NoTls).expect("logged in"));
    let outcome = runner.run(&statement, |sql| {
        let mut client = client.borrow_mut();
        let _ = client.simple_query(&sql);
        let _ = client.prepare(&sql);
        if client.is_closed() {
            *client = config.connect(NoTls).expect("logged in again");
        }
        Ok(())
    });
    outcome.expect("sent");
    drop(client);
    served.end();
    assert_eq!(served.has_ended(), Some(0));
    served.says_nothing_of_defects();
}

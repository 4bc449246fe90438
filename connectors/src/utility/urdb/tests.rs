use std::path::Path;

use udfs::Code;
use udfs::row::Cell;
use udfs::store::{Change, Store};
use udfs::stored::stored_tariff;
use udfs::tables::{TARIFF_PERIODS, TARIFFS};

use crate::http::fault_server::{FaultServer, Reply};
use crate::load::{Outcome, column};
use crate::market::harness::{SECRET, World};

fn rate(label: &str, prices: &[&str]) -> String {
    let structure: Vec<String> = prices.iter().map(|price| format!("[{{\"rate\":{price},\"adj\":0.01}}]")).collect();
    let hours: Vec<String> = (0..24).map(|hour| (hour % prices.len()).to_string()).collect();
    let days = format!("[{}]", vec![format!("[{}]", hours.join(",")); 12].join(","));
    format!(
        "{{\"label\":\"{label}\",\"name\":\"Industrial {label}\",\"utility\":\"Salt River\",\"eiaid\":803,\"approved\":true,\
         \"energyratestructure\":[{}],\"energyweekdayschedule\":{days},\"energyweekendschedule\":{days}}}",
        structure.join(",")
    )
}

fn items(rates: &[String]) -> String {
    format!("{{\"items\":[{}]}}", rates.join(","))
}

fn settings(server: &FaultServer, which: &str) -> String {
    format!(
        "kind = 'urdb'\n{which}\ntime_zone = 'America/Phoenix'\nkey = '${{env:KEY}}'\nurl = '{}/rates'",
        server.address
    )
}

fn periods(world: &World) -> usize {
    world.store.read(&TARIFF_PERIODS, &[]).expect("readable").len()
}

#[test]
fn a_rate_by_its_label_is_stored_whole_and_again_changes_nothing() {
    let server = FaultServer::script(vec![Reply::json(items(&[rate("abc", &["0.08", "0.20"])]))]);
    let world = World::at("2026-01-05T06:00:00Z");
    let summary = world.load(&settings(&server, "label = 'abc'"));
    assert_eq!(summary.outcome, Outcome::Done, "{:?}", summary.error);
    let tariff = stored_tariff(&world.store, "default", "abc").expect("stored");
    assert_eq!((tariff.currency.as_deref(), tariff.utility_provider.as_str()), (Some("USD"), "Salt River"));
    let asked = &server.received()[0];
    assert_eq!(
        (asked.parameter("getpage").as_deref(), asked.parameter("api_key").as_deref()),
        (Some("abc"), Some(SECRET))
    );
    let again = world.load(&settings(&server, "label = 'abc'"));
    assert_eq!((again.counts.written, again.counts.unchanged), (0, summary.counts.written));
}

#[test]
fn a_revised_rate_leaves_nothing_of_the_old_one_and_one_by_hand_stays() {
    let server = FaultServer::script(vec![
        Reply::json(items(&[rate("abc", &["0.08", "0.20", "0.30"])])),
        Reply::json(items(&[rate("abc", &["0.09"])])),
        Reply::json(items(&[rate("abc", &["0.5", "0.6"])])),
    ]);
    let world = World::at("2026-01-05T06:00:00Z");
    world.load(&settings(&server, "label = 'abc'"));
    let before = periods(&world);
    world.load(&settings(&server, "label = 'abc'"));
    assert!(periods(&world) < before, "{before}");
    let mut header = world.store.read(&TARIFFS, &[]).expect("readable").remove(0);
    let (_, cell) = header.0.iter_mut().find(|(name, _)| name == "source_system").expect("a column");
    *cell = Cell::Text("manual".into());
    world.store.write(&[Change::upsert(&TARIFFS, vec![header])]).expect("written");
    let third = world.load(&settings(&server, "label = 'abc'"));
    assert!(third.counts.written == 0 && third.counts.kept > 0);
}

#[test]
fn a_rate_that_cannot_be_used_does_not_keep_the_others_out() {
    let bad = rate("bad", &["\"much\""]);
    let good: Vec<String> = (0..499).map(|number| rate(&format!("r{number}"), &["0.1"])).chain([bad]).collect();
    let server = FaultServer::start(move |request| match request.parameter("offset").as_deref() {
        Some("0") => Reply::json(items(&good)),
        _ => Reply::json(items(&[rate("last", &["0.2"])])),
    });
    let world = World::at("2026-01-05T06:00:00Z");
    let summary = world.load(&settings(&server, "eia = 803\nsector = 'Industrial'"));
    assert_eq!((summary.outcome, summary.counts.read), (Outcome::Partial, 501));
    assert_eq!(world.store.read(&TARIFFS, &[]).expect("readable").len(), 500);
    assert_eq!(world.quarantine(), [("bad".to_string(), "HS1004".to_string())]);
}

#[test]
fn an_error_comes_with_status_200() {
    for (body, code) in [
        (
            "{\"error\":{\"code\":\"API_KEY_INVALID\",\"message\":\"An invalid api_key was supplied\"}}",
            Code::AccessRefused,
        ),
        ("{\"errors\":[\"version not supported\"]}", Code::UnexpectedAnswer),
        ("[1,2]", Code::UnexpectedAnswer),
    ] {
        let server = FaultServer::script(vec![Reply::json(body)]);
        let error =
            World::at("2026-01-05T06:00:00Z").load(&settings(&server, "label = 'abc'")).error.expect("an error");
        assert_eq!(error.code, code, "{error}");
    }
}

#[test]
fn files_of_rates_are_read_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: String| std::fs::write(Path::new(folder.path()).join(name), text).expect("written");
    write("one.json", rate("one", &["0.1"]));
    write("two.json", items(&[rate("two", &["0.1", "0.2"]), rate("three", &["0.3"])]));
    write("notes.txt", "no rates".into());
    let settings = format!("kind = 'urdb'\npath = '{}'\ntime_zone = 'America/Phoenix'", folder.path().display());
    let world = World::at("2026-01-05T06:00:00Z");
    assert_eq!(world.load(&settings).counts.read, 3);
    assert_eq!(world.load(&settings).counts.read, 0);
    let stored = world.store.read(&TARIFFS, &[]).expect("readable");
    let names: Vec<_> = stored.iter().filter_map(|row| column(row, "source_reference")).collect();
    assert_eq!(names, ["one", "three", "two"]);
}

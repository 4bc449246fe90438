use super::*;
use crate::tariff_document;
use crate::urdb::ReadOptions;

fn stored(tariff: &Tariff) -> Result<(), Issues> {
    tariff_changes("t", tariff, "json", "test").map(drop)
}

fn own(members: &str) -> Tariff {
    let text = format!(
        r#"{{"tariff_id": "a", "currency": "USD", "time_zone": "America/Chicago",
            "periods": [{{"day_type": "all", "period_category": "any", "energy_rate_kwh": "0.10"}}], {members}}}"#
    );
    let (tariffs, _) = tariff_document::read(&text, &ReadOptions::default()).expect("a tariff");
    tariffs.into_iter().next().expect("one tariff")
}

fn codes(tariff: &Tariff) -> Vec<Code> {
    stored(tariff).map_or_else(|issues| issues.0.iter().map(|issue| issue.code).collect(), |()| Vec::new())
}

#[test]
fn every_part_comes_back() {
    let tariff = own(r#""holidays": ["2026-07-04"], "effective_date": "2026-01-01",
        "demand_charges": [
            {"name": "b", "rate_kw": 3, "window_minutes": 30, "months": [6, 7], "minimum_kw": 50,
             "ratchet": {"percent": 80, "preceding": 11}, "past_peaks": {"2025-12": 99},
             "hours": [{"day_type": "mon,tue", "start_time": "08:00", "end_time": "12:00", "months": [7]},
                       {"day_type": "weekday", "start_time": "22:00", "end_time": "06:00"}]},
            {"name": "a", "tiers": [{"up_to_kw": 100, "rate_kw": 1}, {"rate_kw": 2}]}],
        "fixed_charges": [{"name": "customer", "amount": "24.878", "per": "day"}],
        "prices": [{"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T07:00:00Z", "energy_rate_kwh": "-0.031"}],
        "riders": [{"name": "fuel", "rate": "0.0123", "unit": "kWh"}],
        "taxes": [{"name": "vat", "percent": 19}],
        "minimum_charges": [{"name": "least", "amount": 100, "per": "month"}]"#);
    stored(&tariff).expect("stored");
}

#[test]
fn reference_tariffs_come_back() {
    for (name, text) in crate::urdb::tests::reference() {
        let (tariffs, _) = tariff_document::read(&text, &ReadOptions::default()).expect("a tariff");
        for mut tariff in tariffs {
            tariff.currency = Some("USD".into());
            tariff.time_zone = Some(Tz::America__Chicago);
            stored(&tariff).unwrap_or_else(|issues| panic!("{name}: {issues}"));
        }
    }
}

#[test]
fn what_tables_cannot_hold_is_refused_by_name() {
    let plain = own(r#""taxes": []"#);
    assert_eq!(codes(&plain), []);
    let nameless = Tariff { currency: None, time_zone: None, ..plain.clone() };
    assert_eq!(codes(&nameless), [Code::MissingField, Code::MissingField]);
    let twice =
        own(r#""fixed_charges": [{"name": "a", "amount": 1, "per": "day"}, {"name": "a", "amount": 2, "per": "day"}]"#);
    assert_eq!(codes(&twice), [Code::DuplicateId]);
    let fine = own(r#""fixed_charges": [{"name": "a", "amount": "0.123456789", "per": "day"}]"#);
    assert_eq!(codes(&fine), [Code::OutOfRange]);
    let hole = Tariff { periods: Vec::new(), ..plain };
    assert_eq!(codes(&hole)[0], Code::TariffHole);
    let paid = own(r#""month_to_date_peaks": {"any": 5}"#);
    assert_eq!(codes(&paid), [Code::NotRepresentable]);
}

#[test]
fn a_tariff_replaces_all_that_was_stored_of_it() {
    let store = MemoryStore::new();
    let write = |tariff: &Tariff| {
        let changes = tariff_changes("t", tariff, "json", "test").expect("rows");
        let status = stored_before(&store, "t", &changes).expect("a word");
        store.write(&changes).expect("written");
        status
    };
    let prices =
        r#""prices": [{"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T07:00:00Z", "energy_rate_kwh": 1}]"#;
    let charges = |names: &[&str]| {
        let charge = |name: &&str| {
            format!(
                r#"{{"name": "{name}", "rate_kw": 3, "hours": [{{"end_time": "08:00"}}, {{"start_time": "20:00"}}]}}"#
            )
        };
        format!(r#""demand_charges": [{}]"#, names.iter().map(charge).collect::<Vec<_>>().join(", "))
    };
    let fixed = r#""fixed_charges": [{"name": "meter", "amount": 1, "per": "day"}]"#;
    let whole =
        own(&format!(r#""holidays": ["2026-07-04", "2026-12-25"], {}, {fixed}, {prices}"#, charges(&["a", "b"])));
    let other = Tariff { tariff_id: "other".into(), ..whole.clone() };
    assert_eq!([write(&other), write(&whole), write(&whole)], ["added", "added", "unchanged"]);
    let less = own(&format!(r#""holidays": ["2026-12-25"], {}"#, charges(&["b"])));
    assert_eq!(write(&less), "changed");
    let stored = stored_tariff(&store, "t", "a").expect("a tariff");
    // prices are not the document's: it has none
    assert_eq!(stored, Tariff { prices: whole.prices, ..less });
    assert_eq!(stored_tariff(&store, "t", "other").expect("a tariff"), other);
}

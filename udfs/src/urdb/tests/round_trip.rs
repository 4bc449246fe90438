use super::super::{ReadOptions, read, write};
use super::support::{object, options, reference, schedule, tariff_with, uniform, with};
use crate::model::Tariff;
use crate::row::Cell;

/// Where `written` lacks or changes something of `original`; nothing stands for null.
pub fn lost(original: &Cell, written: Option<&Cell>, path: &str) -> Vec<String> {
    match (original, written) {
        (Cell::Null, _) => Vec::new(),
        (Cell::Row(row), Some(Cell::Row(written))) => {
            row.0.iter().flat_map(|(name, cell)| lost(cell, written.get(name), &format!("{path}.{name}"))).collect()
        }
        (Cell::List(cells), Some(Cell::List(written))) if cells.len() == written.len() => {
            let pairs = cells.iter().zip(written).enumerate();
            pairs
                .flat_map(|(number, (cell, written))| lost(cell, Some(written), &format!("{path}[{number}]")))
                .collect()
        }
        (original, written) if Some(original) == written => Vec::new(),
        (original, written) => vec![format!("{path}: {original:?} became {written:?}")],
    }
}

/// What reading, writing and reading again does to a document that can be read.
pub fn faults(text: &str, options: &ReadOptions) -> Vec<String> {
    let Ok((tariffs, _)) = read(text, options) else { return vec!["refused".into()] };
    let written = match tariffs.iter().map(write).collect::<Result<Vec<_>, _>>() {
        Ok(written) => written,
        Err(issues) => return vec![format!("not written: {issues}")],
    };
    let mut faults = Vec::new();
    let document = object(text);
    let originals = match document.get("items") {
        Some(Cell::List(items)) => items.clone(),
        _ => vec![Cell::Row(document)],
    };
    for ((tariff, text), original) in tariffs.iter().zip(&written).zip(&originals) {
        match read(text, options) {
            Ok((again, _)) if again == [tariff.clone()] => {}
            Ok((again, _)) => faults.push(format!("read again differs: {}", differences(tariff, &again[0]))),
            Err(issues) => faults.push(format!("not read again: {issues}")),
        }
        faults.extend(lost(original, Some(&Cell::Row(object(text))), ""));
    }
    faults
}

/// The lines of the tariffs that differ.
fn differences(before: &Tariff, after: &Tariff) -> String {
    let (before, after) = (format!("{before:#?}"), format!("{after:#?}"));
    let differ = |(before, after): &(&str, &str)| before != after;
    let lines = before.lines().zip(after.lines()).filter(differ).take(5);
    let start = |line: &str| line.trim().chars().take(200).collect::<String>();
    lines.map(|(before, after)| format!("{} became {}; ", start(before), start(after))).collect()
}

#[test]
fn reference_tariffs_come_back_whole() {
    for (name, text) in reference() {
        assert_eq!(faults(&text, &options()), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_the_model_does_not_hold_comes_back() {
    let flat = uniform(0);
    let weekend = schedule(|month, hour| if month == 6 && hour > 12 { 2 } else { 0 });
    let documents = [
        // unused periods, a last tier with a limit, sell, nulls
        format!(
            r#"{{"name": "n", "energyratestructure": [[{{"rate": 0.1, "max": 100, "sell": 0.05}}, {{"rate": 0.2, "max": 1e14, "adj": null}}], [{{"rate": 9}}], [{{"adj": 0.30, "unit": "kWh"}}]],
            "energyweekdayschedule": {flat}, "energyweekendschedule": {weekend}, "enddate": null, "startdate": 1735718400}}"#
        ),
        with(
            r#""flatdemandstructure": [[{"rate": 0}], [{"rate": 5}], [{"rate": 0.0, "adj": 0}]], "flatdemandmonths": [0,0,1,1,1,1,1,1,1,1,2,2]"#,
        ),
        with(&format!(
            r#""demandratestructure": [[{{"rate": 0}}], [{{"rate": 5, "max": 10}}, {{"rate": 6}}], [{{}}]], "demandweekdayschedule": {}, "demandweekendschedule": {weekend}"#,
            schedule(|_, hour| usize::from((8..20).contains(&hour)))
        )),
        with(
            r#""demandwindow": 30, "lookbackpercent": 0, "lookbackmonths": [0,0,0,0,0,0,0,0,0,0,0,0], "demandratchetpercentage": [0,0,0,0,0,0,0,0,0,0,0,0]"#,
        ),
        with(
            r#""flatdemandstructure": [[{"rate": 5}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0], "demandwindow": 30.0, "lookbackpercent": 0.75, "lookbackmonths": [true,false,false,true,false,false,false,false,false,false,false,true], "lookbackrange": 0"#,
        ),
        with(
            r#""flatdemandstructure": [[{"rate": 5}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0], "lookbackpercent": 0.35, "lookbackrange": 11"#,
        ),
        with(
            r#""fixedchargefirstmeter": 1.50, "fixedchargeunits": "$/day", "fixedchargeeaaddl": 2, "mincharge": 3, "minchargeunits": "$/year", "minmonthlycharge": 0, "annualmincharge": 7"#,
        ),
        with(r#""fixedchargefirstmeter": 75, "fixedchargeunits": "$/month", "fixedmonthlycharge": 75.00"#),
        with(
            r#""fueladjustmentsmonthly": [0.01,0.01,0,0,0,-0.002,0,0,0,0,0,0.0100], "demandreactivepowercharge": 0.66, "demandwindow": 60"#,
        ),
        with(
            r#""energyattrs": [{"a": "b"}], "approved": "True", "voltageminimum": 2.40e3, "colour": {"of": [1, 2.50, null, "\u00e9\n\""]}"#,
        ),
        format!(r#"{{"items": [{}, {}]}}"#, with(r#""name": "a""#), with(r#""name": "b""#)),
    ];
    for document in documents {
        let found = faults(&document, &options());
        assert!(found.is_empty(), "{found:?}\n{document}");
    }
}

#[test]
fn attributes_are_the_documents_own_words() {
    let tariff = tariff_with(&with(r#""voltageminimum": 2.40, "energyattrs": [{"a": "b"}]"#), &options());
    assert_eq!(tariff.attributes.get("voltageminimum").map(String::as_str), Some("2.40"));
    assert_eq!(tariff.attributes.get("energyattrs").map(String::as_str), Some(r#"[{"a": "b"}]"#));
}

const OWN: &str = r#""periods": [
    {"day_type": "all", "start_time": "22:00", "end_time": "06:00", "period_category": "off-peak", "energy_rate_kwh": "0.045", "demand_rate_kw": "8"},
    {"day_type": "all", "start_time": "06:00", "end_time": "10:00", "period_category": "mid-peak", "energy_rate_kwh": "0.085", "demand_rate_kw": "12"},
    {"day_type": "all", "start_time": "18:00", "end_time": "22:00", "period_category": "mid-peak", "energy_rate_kwh": "0.085", "demand_rate_kw": "12"},
    {"day_type": "weekday", "start_time": "10:00", "end_time": "18:00", "period_category": "on-peak", "energy_rate_kwh": "0.125", "demand_rate_kw": "18"},
    {"day_type": "sat,sun", "start_time": "10:00", "end_time": "18:00", "period_category": "mid-peak", "energy_rate_kwh": "0.085"}],
    "demand_charges": [{"name": "peak", "rate_kw": 3}],
    "fixed_charges": [{"name": "meter", "amount": 100, "per": "month"}]"#;

/// A tariff that was made elsewhere: its bill stays, its names become labels.
#[test]
fn own_tariffs_can_be_written() {
    let tariff = crate::tariff::tests::tariff(OWN);
    let text = write(&tariff).unwrap_or_else(|issues| panic!("{issues}"));
    let again = tariff_with(&text, &options());
    assert!(text.contains("energytoulabels"), "{text}");
    let load = super::support::steps(super::support::instant("2026-01-01T00:00:00Z"), 60, 24 * 31, |hour| {
        crate::model::Decimal::from(100 + (hour * 37) % 211)
    });
    let (before, after) = (super::support::cost(&tariff, &load), super::support::cost(&again, &load));
    assert_eq!(before.map(|cost| cost.total), after.map(|cost| cost.total));
}

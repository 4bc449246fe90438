//! Valid documents.

use super::super::support::schedule;
use super::random::Random;

pub fn document(random: &mut Random) -> String {
    let mut fields = vec![format!("\"label\": \"{}\"", random.below(1000))];
    energy(random, &mut fields);
    if random.one_in(2) {
        flat(random, &mut fields);
    }
    if random.one_in(2) {
        tou(random, &mut fields);
    }
    if random.one_in(2) {
        fields.push(format!("\"demandwindow\": {}", random.pick(&["15", "30", "60", "5", "15.0"])));
    }
    match random.below(6) {
        0 => fields.push(format!(
            "\"demandratchetpercentage\": {}",
            list(12, || random.pick(&["0.35", "0.5", "1", "0"]).into())
        )),
        1 => {
            let months = list(12, || random.pick(&["0", "1", "1"]).into());
            fields.push(format!(
                "\"lookbackpercent\": {}, \"lookbackmonths\": {months}",
                random.pick(&["0.75", "0", "1"])
            ));
        }
        2 => fields.push(format!("\"lookbackpercent\": 0.8, \"lookbackrange\": {}", 1 + random.below(12))),
        _ => {}
    }
    others(random, &mut fields);
    let document = format!("{{{}}}", fields.join(", "));
    if random.one_in(8) { format!("{{\"items\": [{document}]}}") } else { document }
}

fn list(length: usize, item: impl FnMut() -> String) -> String {
    let items: Vec<String> = std::iter::repeat_with(item).take(length).collect();
    format!("[{}]", items.join(", "))
}

fn price(random: &mut Random) -> String {
    match random.below(8) {
        0 => "0".into(),
        1 => "0.00".into(),
        2 => format!("-0.{:03}", random.below(1000)),
        3 => format!("{}e-3", random.below(1000)),
        4 => format!("0.{:012}", random.below(1_000_000_000_000)),
        _ => format!("{}.{:04}", random.below(30), random.below(10_000)),
    }
}

/// Tiers of a period; limits rise.
fn tiers(random: &mut Random, units: &[&str], scale: usize) -> String {
    let count = if random.one_in(3) { 1 + random.below(4) } else { 1 };
    let unit = random.pick(units).to_string();
    let mut max = 0;
    let mut items = Vec::new();
    for tier in 0..count {
        let mut members = vec![format!("\"rate\": {}", price(random))];
        if random.one_in(3) {
            members.push(format!("\"adj\": {}", price(random)));
        }
        max += 1 + random.below(scale);
        if tier + 1 < count || random.one_in(6) {
            members.push(format!("\"max\": {max}"));
        }
        if !unit.is_empty() {
            members.push(format!("\"unit\": \"{unit}\""));
        }
        if random.one_in(8) {
            members.push("\"sell\": 0.03".into());
        }
        items.push(format!("{{{}}}", members.join(", ")));
    }
    format!("[{}]", items.join(", "))
}

fn matrix(random: &mut Random, end: usize) -> String {
    let (from, to) = (random.below(24), random.below(24));
    let (first, last) = (random.below(12), random.below(12));
    let kinds: Vec<usize> = (0..4).map(|_| random.below(end)).collect();
    schedule(|month, hour| {
        let in_season = (first..=last).contains(&month);
        kinds[usize::from((from..to).contains(&hour)) + 2 * usize::from(in_season)]
    })
}

fn energy(random: &mut Random, fields: &mut Vec<String>) {
    let periods = 1 + random.below(5);
    let units = ["kWh", "kWh", "", "kWh daily", "kWh/kW", "kWh/kW daily"];
    fields.push(format!("\"energyratestructure\": {}", list(periods, || tiers(random, &units, 20_000))));
    let weekday = matrix(random, periods);
    let weekend = if random.one_in(2) { weekday.clone() } else { matrix(random, periods) };
    fields.push(format!("\"energyweekdayschedule\": {weekday}, \"energyweekendschedule\": {weekend}"));
}

fn flat(random: &mut Random, fields: &mut Vec<String>) {
    let periods = 1 + random.below(4);
    fields.push(format!("\"flatdemandstructure\": {}", list(periods, || tiers(random, &["", "kW"], 300))));
    fields.push(format!("\"flatdemandmonths\": {}", list(12, || random.below(periods).to_string())));
}

fn tou(random: &mut Random, fields: &mut Vec<String>) {
    let periods = 1 + random.below(4);
    fields.push(format!("\"demandratestructure\": {}", list(periods, || tiers(random, &["", "kW"], 300))));
    let (weekday, weekend) = (matrix(random, periods), matrix(random, periods));
    fields.push(format!(
        "\"demandweekdayschedule\": {weekday}, \"demandweekendschedule\": {weekend}, \"demandrateunit\": \"kW\""
    ));
}

fn others(random: &mut Random, fields: &mut Vec<String>) {
    let possible = [
        "\"fixedmonthlycharge\": 259.20",
        "\"fixedchargefirstmeter\": 1.5, \"fixedchargeunits\": \"$/day\"",
        "\"fixedchargefirstmeter\": 0, \"fixedchargeunits\": \"$/month\"",
        "\"mincharge\": 2000, \"minchargeunits\": \"$/month\"",
        "\"annualmincharge\": 500.5",
        "\"demandreactivepowercharge\": 0.66",
        "\"fueladjustmentsmonthly\": [0.01, 0.02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.01]",
        "\"startdate\": 1433116800, \"enddate\": 1704067200",
        "\"startdate\": 1372658400",
        "\"energyattrs\": [{\"a\": \"b\"}]",
        "\"utility\": \"U\", \"name\": \"N\", \"rateno\": \"R-1\"",
        "\"servicetype\": \"Delivery\", \"sector\": null",
        "\"voltageminimum\": 2.40e3, \"uri\": \"x\", \"colour\": [1.50]",
        "\"latest_update\": 1, \"mincharge\": null",
    ];
    for field in possible {
        let names: Vec<&str> = field.split('"').skip(1).step_by(2).collect();
        let is_new = fields.iter().all(|known| !known.contains(&format!("\"{}\"", names[0])));
        if is_new && random.one_in(8) {
            let clashes = field.contains("fixed") && fields.iter().any(|known| known.contains("fixed"));
            if !clashes {
                fields.push(field.into());
            }
        }
    }
}

use super::*;

fn flat(id: &str, rate: &str) -> Tariff {
    let members =
        format!(r#""periods": [{{"day_type": "all", "period_category": "any", "energy_rate_kwh": "{rate}"}}]"#);
    Tariff { tariff_id: id.into(), ..tariff(&members) }
}

#[test]
fn the_cheapest_comes_first_and_what_cannot_bill_last() {
    let empty = Tariff { periods: Vec::new(), ..flat("empty", "1") };
    let expired = Tariff { expiry_date: chrono::NaiveDate::from_ymd_opt(2020, 1, 1), ..flat("expired", "0.05") };
    let tariffs = [flat("now", "0.10"), empty, expired, flat("euro", "0.01"), flat("same", "0.10")];
    let currency = |tariff: &Tariff| if tariff.tariff_id == "euro" { "EUR" } else { "USD" };
    let offers: Vec<Offer<'_>> =
        tariffs.iter().map(|tariff| Offer { tariff, zone: Tz::UTC, currency: currency(tariff) }).collect();
    let load: Vec<LoadRow> = load("2026-01-05T00:00:00Z", 60, &[100]).into_iter().map(LoadRow::from).collect();
    let compared = compare(&offers, Some(0), &load, DemandAllocation::Marginal);
    let shown: Vec<_> = compared
        .iter()
        .map(|one| {
            let total = one.bill.as_ref().ok().map(|(parts, _)| parts.total.to_string());
            (tariffs[one.offer].tariff_id.as_str(), one.rank, one.difference.map(|d| d.to_string()), total)
        })
        .collect();
    let text = |text: &str| Some(text.to_string());
    assert_eq!(
        shown,
        [
            ("euro", Some(1), None, text("1.00")),
            ("expired", Some(1), text("-5.00"), text("5.00")),
            ("now", Some(2), text("0.00"), text("10.00")),
            ("same", Some(2), text("0.00"), text("10.00")),
            ("empty", None, None, None),
        ]
    );
    let warnings = compared[1].bill.as_ref().map(|(_, warnings)| warnings.0.iter().map(|issue| issue.code));
    assert!(warnings.is_ok_and(|mut codes| codes.any(|code| code == Code::TariffNotEffective)));
}

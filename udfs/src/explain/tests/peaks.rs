use super::*;

/// A kW of the highest hour costs 1; the site itself takes 50 kW from 08:00 to 09:00.
fn with_demand_charge() -> Value {
    let mut document = document();
    document["tariff"]["demand_charges"] =
        json!([{"name": "any time", "rate_kw": 1, "window_minutes": 60, "month_to_date_peak_kw": 20}]);
    document["site_load"] = fifty_kw_at_8();
    document
}

#[test]
fn a_peak_that_costs_more_than_the_energy_saves() {
    // at 07:00 the peak is 100 kW, at 08:00 it would be 150: 50 more, against the 20 that energy costs less
    assert_eq!(bound(&with_demand_charge(), &[(0, 7)]), is(Rule::Peak, "any time", 50));
    let found = of_a(&with_demand_charge(), &[(0, 7)]);
    assert!(found.binding.message.contains("any time of 2026-01 would rise by 50 kW to 150 kW"), "{found:?}");
    // 30 for energy, and 50 kW of the peak: the site alone takes 50
    assert_eq!(found.cost_here, Some(Decimal::from(80)));
    assert_eq!(found.next_best.map(|next| next.cost_increase), Some(Decimal::ZERO), "06:00 and 09:00 are as good");
}

#[test]
fn what_a_kw_of_each_peak_costs() {
    let explained = explained(&with_demand_charge(), &[(0, 7)]);
    let [peak] = &explained.peaks[..] else { panic!("{:?}", explained.peaks) };
    assert_eq!(
        (&peak.charge[..], peak.month.to_string(), peak.peak_kw),
        ("any time", "2026-01".into(), Decimal::from(100))
    );
    assert_eq!((peak.saved_by_one_kw, peak.added_by_one_kw), (Decimal::ONE, Decimal::ONE));
    assert_eq!(peak.at, at(7).parse::<crate::model::Instant>().expect("a time"));
    // 30 + 5 for energy, 80 for demand beyond the month to date
    assert_eq!(explained.objective, Decimal::from(115));
}

#[test]
fn a_peak_below_the_month_to_date_costs_nothing_more() {
    let mut document = with_demand_charge();
    document["tariff"]["demand_charges"][0]["month_to_date_peak_kw"] = json!(100);
    let explained = explained(&document, &[(0, 7)]);
    assert_eq!(explained.peaks[0].saved_by_one_kw, Decimal::ZERO);
    assert_eq!(explained.peaks[0].added_by_one_kw, Decimal::ONE);
}

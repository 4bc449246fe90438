use super::super::statement::{by_month, parts};
use crate::model::{BillLine, ChargeHours, Cost, DayType, Decimal, DemandCharge, LocalTime, Tariff};

fn line(month: &str, charge: &str, category: &str, amount: i64) -> BillLine {
    BillLine {
        month: month.into(),
        charge: charge.into(),
        category: category.into(),
        tier: None,
        quantity: Decimal::ONE,
        unit: "kW".into(),
        rate: None,
        amount: amount.into(),
        at: None,
    }
}

#[test]
fn parts_add_up_and_demand_is_told_by_its_hours() {
    let hours = ChargeHours {
        day_type: DayType::All,
        months: None,
        start_time: LocalTime::MIDNIGHT,
        end_time: LocalTime::MIDNIGHT,
    };
    let in_hours = DemandCharge { hours: Some(vec![hours]), ..DemandCharge::any_time("noon", Decimal::ONE) };
    let demand_charges = vec![DemandCharge::any_time("facility", Decimal::ONE), in_hours];
    let tariff = Tariff { demand_charges, ..Tariff::default() };
    let lines = vec![
        line("2026-01", "energy", "any", 1),
        line("2026-01", "demand", "facility", 20),
        line("2026-01", "demand", "noon", 300),
        line("2026-02", "demand", "on-peak", 4_000),
        line("2026-02", "rider", "fuel", -50_000),
        line("2026-02", "tax", "vat", 600_000),
    ];
    let total = lines.iter().map(|line| line.amount).sum();
    let cost = Cost { lines, total, ..Cost::default() };
    let tariffs = [tariff];
    let months = by_month(&tariffs, &cost);
    let amounts = |month: usize| {
        let parts = &months[month].parts;
        [parts.energy, parts.demand_any_time, parts.demand_tou, parts.rider, parts.tax, parts.total]
    };
    assert_eq!(amounts(0), [1, 20, 300, 0, 0, 321].map(Decimal::from));
    assert_eq!(amounts(1), [0, 0, 4_000, -50_000, 600_000, 554_000].map(Decimal::from));
    let all = parts(&tariffs, &cost);
    assert_eq!(all.total, total);
    assert_eq!(all.named().iter().map(|(_, amount)| *amount).sum::<Decimal>(), total);
}

/// Three lines of 1.004 are 3.00 on the bill and 3.01 as a part; a minimum of 10 misses 7.00 on the bill, and 6.99 beside
/// that part.
#[test]
fn a_part_is_rounded_once_and_a_minimum_takes_up_what_lines_add() {
    let kwh = |category: &str| BillLine {
        quantity: Decimal::new(1004, 2),
        rate: Some(Decimal::new(1, 1)),
        amount: Decimal::new(100, 2),
        ..line("2026-01", "energy", category, 0)
    };
    let mut lines = vec![kwh("a"), kwh("b"), kwh("c")];
    let energy = |lines: &[BillLine]| {
        let total = lines.iter().map(|line| line.amount).sum();
        let parts = parts(&[], &Cost { lines: lines.to_vec(), total, ..Cost::default() });
        [parts.energy, parts.minimum, parts.rounding, parts.total]
    };
    assert_eq!(energy(&lines), [301, 0, -1, 300].map(|cents| Decimal::new(cents, 2)));
    lines.push(line("2026-01", "minimum", "m", 7));
    assert_eq!(energy(&lines), [301, 699, 0, 1000].map(|cents| Decimal::new(cents, 2)));
}

use super::*;
use crate::model::BillLine;

fn ours(charge: &str, category: &str, quantity: &str, unit: &str, rate: &str, amount: &str) -> BillLine {
    BillLine {
        month: "2026-01".into(),
        charge: charge.into(),
        category: category.into(),
        tier: None,
        quantity: decimal(quantity),
        unit: unit.into(),
        rate: Some(decimal(rate)),
        amount: decimal(amount),
        at: None,
    }
}

fn theirs(charge: &str, category: &str, quantity: &str, unit: &str, rate: &str, amount: &str) -> InvoiceLine {
    let optional = |text: &str| (!text.is_empty()).then(|| decimal(text));
    InvoiceLine {
        month: "2026-01".into(),
        charge: charge.into(),
        category: category.into(),
        quantity: optional(quantity),
        unit: unit.into(),
        rate: optional(rate),
        amount: decimal(amount),
    }
}

fn parts(line: &Reconciled) -> [String; 6] {
    [line.difference, line.volume, line.price, line.peak, line.charges, line.other]
        .map(|part| part.normalize().to_string())
}

/// Our bill: 1000 kWh at 0.10 = 100.00 and 50 kW at 10 = 500.00. Theirs: 1100 kWh at 0.12 = 132.00, of which 100 kWh x
/// 0.10 = 10.00 is volume and 0.02 x 1100 = 22.00 price; and 55 kW at 10 = 550.00, of which 5 kW x 10 = 50.00 is peak.
#[test]
fn volume_price_and_peak() {
    let bill =
        [ours("energy", "any", "1000", "kWh", "0.10", "100.00"), ours("demand", "peak", "50", "kW", "10", "500.00")];
    let invoice = [
        theirs("Energy", "Any", "1100", "kWh", "0.12", "132.00"),
        theirs("demand", "peak", "55", "kW", "10", "550.00"),
    ];
    let lines = reconcile(&bill, &invoice);
    assert_eq!(parts(&lines[0]), ["32", "10", "22", "0", "0", "0"]);
    assert_eq!(parts(&lines[1]), ["50", "0", "0", "50", "0", "0"]);
    assert!(lines.iter().all(|line| line.status == Status::Differs));
}

#[test]
fn charges_on_one_bill_only() {
    let bill = [ours("energy", "any", "10", "kWh", "1", "10.00"), ours("fixed", "customer", "1", "month", "5", "5.00")];
    let invoice = [theirs("energy", "any", "10", "kWh", "1", "10.00"), theirs("Late fee", "", "", "", "", "7.77")];
    let lines = reconcile(&bill, &invoice);
    assert_eq!(
        lines.iter().map(|line| line.status).collect::<Vec<_>>(),
        [Status::Agrees, Status::Extra, Status::Missing]
    );
    assert_eq!(parts(&lines[1]), ["7.77", "0", "0", "0", "7.77", "0"]);
    assert_eq!(parts(&lines[2]), ["-5", "0", "0", "0", "-5", "0"]);
}

#[test]
fn lines_are_found_by_the_utilitys_own_words() {
    let bill = [
        ours("energy", "on-peak", "10", "kWh", "0.2", "2.00"),
        ours("energy", "off-peak", "20", "kWh", "0.1", "2.00"),
        ours("demand", "on-peak", "5", "kW", "3", "15.00"),
        ours("fixed", "customer", "1", "month", "9", "9.00"),
    ];
    let invoice = [
        theirs("Demand charge on-peak", "", "5", "kW", "3", "15.00"),
        theirs("On-Peak energy", "", "10", "kWh", "0.2", "2.00"),
        theirs("Usage", "", "20", "kWh", "0.1", "2.00"),
        theirs("Basic service", "", "", "", "", "9.00"),
    ];
    let lines = reconcile(&bill, &invoice);
    assert!(lines.iter().all(|line| line.status == Status::Agrees), "{lines:#?}");
}

/// Two tiers of ours, 10.00 + 30.00 for 300 kWh, against one line of 330 kWh: 30 kWh x 0.1333... = 4.00 of volume.
#[test]
fn one_line_may_stand_for_all_tiers() {
    let tier = |number, line| BillLine { tier: Some(number), ..line };
    let bill = [
        tier(1, ours("energy", "any", "100", "kWh", "0.10", "10.00")),
        tier(2, ours("energy", "any", "200", "kWh", "0.15", "30.00")),
    ];
    let lines = reconcile(&bill, &[theirs("energy", "any", "330", "kWh", "", "44.00")]);
    assert_eq!(lines.len(), 1);
    assert_eq!(parts(&lines[0]), ["4", "4", "0", "0", "0", "0"]);
    let both = [
        theirs("energy", "any", "200", "kWh", "0.15", "30.00"),
        theirs("energy", "any", "100", "kWh", "0.10", "10.00"),
    ];
    assert!(reconcile(&bill, &both).iter().all(|line| line.status == Status::Agrees));
}

proptest! {
    #[test]
    fn the_parts_always_add_up(
        own in proptest::collection::vec((0_usize..3, 0_i64..9, 0_i64..9, -99_i64..99), 0..6),
        given in proptest::collection::vec((0_usize..4, 0_i64..9, 0_i64..9, -99_i64..99), 0..6),
    ) {
        let names = ["energy", "demand", "fixed", "other"];
        let units = ["kWh", "kW", "month", ""];
        let number = |value: i64| Decimal::new(value, 2).to_string();
        let bill: Vec<BillLine> = own.iter()
            .map(|(n, q, r, a)| ours(names[*n], "x", &number(*q), units[*n], &number(*r), &number(*a))).collect();
        let invoice: Vec<InvoiceLine> = given.iter()
            .map(|(n, q, r, a)| theirs(names[*n], "x", &number(*q), units[*n], &number(*r), &number(*a))).collect();
        let lines = reconcile(&bill, &invoice);
        for line in &lines {
            prop_assert_eq!(line.volume + line.price + line.peak + line.charges + line.other, line.difference);
        }
        let total = |amounts: &mut dyn Iterator<Item = Decimal>| amounts.sum::<Decimal>();
        let difference = total(&mut invoice.iter().map(|l| l.amount)) - total(&mut bill.iter().map(|l| l.amount));
        prop_assert_eq!(lines.iter().map(|line| line.difference).sum::<Decimal>(), difference);
    }
}

use super::super::{LoadRow, price, window::windows};
use super::*;
use crate::sample::sample_of_any_tariff;
use crate::tariff::Clock;

/// The exposure of the priced load, added up.
fn objective(problem: &Problem, load: &[LoadRow]) -> Decimal {
    let exposure = exposure(problem).expect("a sample can be priced");
    let clock = Clock::new(problem.tariff_zone());
    let minutes = |span: &Span| -> Decimal {
        let part = |row: &LoadRow| (row.span.end.min(span.end) - row.span.start.max(span.start)).num_minutes().max(0);
        load.iter().map(|row| row.kw * Decimal::from(part(row))).sum()
    };
    let mean = |spans: &[Span]| {
        let length: i64 = spans.iter().map(Span::minutes).sum();
        spans.iter().map(minutes).sum::<Decimal>() / Decimal::from(length.max(1))
    };
    let peak = |spans: &[Span], window: u32| {
        let means = windows(spans, window, &clock).into_iter().map(|window| mean(&window.spans));
        means.max().unwrap_or_default()
    };
    let mut total = exposure.constant;
    total +=
        exposure.energy.iter().map(|rate| rate.rate_kwh * minutes(&rate.span) / Decimal::from(60)).sum::<Decimal>();
    for tiered in &exposure.tiered {
        let kwh = tiered.counted.iter().map(minutes).sum::<Decimal>() / Decimal::from(60);
        let own = tiered.spans.iter().map(minutes).sum::<Decimal>() / Decimal::from(60);
        let scale = tiered.highest_of.map_or(Decimal::ONE, |span| peak(&[span], 15));
        let mut below = Decimal::ZERO;
        for (limit, more) in &tiered.tiers {
            let reached = limit.map_or(kwh, |limit| (limit * scale).min(kwh)).max(below);
            total += if kwh.is_zero() { Decimal::ZERO } else { (reached - below) * more * own / kwh };
            below = reached;
        }
    }
    for rule in &exposure.demand {
        let peak = peak(&rule.spans, rule.window_minutes);
        let steps = rule.steps();
        for (index, step) in steps.iter().enumerate() {
            let end = steps.get(index + 1).map_or(peak, |next| next.from_kw.min(peak));
            total += (end - step.from_kw).max(Decimal::ZERO) * step.rate_kw;
        }
    }
    for charge in &exposure.coincident {
        let peak = charge.windows.iter().map(|window| mean(&[*window])).max().unwrap_or_default();
        total += (peak - charge.past_kw).max(Decimal::ZERO) * charge.rate_kw;
    }
    total
}

#[test]
fn the_exposure_adds_up_to_the_bill() {
    for seed in 0..200 {
        let given = sample_of_any_tariff(seed);
        let problem = &given.problem;
        if exposure(problem).expect("a sample can be priced").looks_back_at_itself {
            continue;
        }
        let priced = price(problem, &given.schedule).expect("a sample can be priced");
        let intervals = priced.profile.intervals.iter();
        let load: Vec<LoadRow> = intervals.map(|interval| (interval.span, interval.electric_kw).into()).collect();
        let fuel: Decimal = priced.cost.objective - objective(problem, &load);
        let exact = (fuel - fuel_cost(problem, &priced)).abs();
        assert!(exact < Decimal::new(1, 9), "sample {seed}: {exact} apart");
    }
}

/// Cost of other fuels, not rounded.
fn fuel_cost(problem: &Problem, priced: &super::super::Priced) -> Decimal {
    let inputs = problem.equipment.iter().zip(&priced.profile.equipment_input_kwh);
    let rate = |equipment: &crate::model::Equipment| equipment.fuel_rate_per_kwh.filter(|_| !equipment.is_electric());
    inputs.map(|(equipment, kwh)| kwh.iter().sum::<Decimal>() * rate(equipment).unwrap_or_default()).sum()
}

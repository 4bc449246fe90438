use std::borrow::Cow;

use chrono::{TimeDelta, Timelike};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::plan::Plan;
use super::replay::Load;
use super::*;
use crate::billing::{Bill, bill};
use crate::error::{Code, Issues, Place};
use crate::model::{Decimal, DemandAllocation, Span, Tariff};
use crate::sample::{Rng, sample_of_any_tariff};
use crate::tariff::tests::{SEED, at, tariff};

/// kW with as many decimals as a column has, at times many equal ones.
fn draw(rng: &mut Rng, count: usize) -> Vec<i64> {
    let is_coarse = rng.chance(30);
    (0..count).map(|_| if is_coarse { rng.between(0, 3) * 100 * MICRO } else { rng.between(0, 400 * MICRO) }).collect()
}

fn slow(tariff: &Tariff, zone: Tz, grid: Grid, kw: &[i64], allocation: DemandAllocation) -> Result<Bill, Issues> {
    let start = |number: i64| grid.start + TimeDelta::minutes(grid.step_minutes * number);
    let interval =
        |(number, kw): (i64, &i64)| (Span { start: start(number), end: start(number + 1) }, Decimal::new(*kw, 6));
    bill(tariff, zone, &(0..).zip(kw).map(interval).collect::<Vec<_>>(), allocation)
}

/// To the last digit, lines, peaks and warnings.
fn assert_same(seed: u64, step_minutes: i64, count: usize) {
    let problem = sample_of_any_tariff(seed).problem;
    let mut rng = Rng::new(seed);
    let start = problem.horizon.start;
    let start = start - TimeDelta::minutes(i64::from(start.minute()) % step_minutes);
    let grid = Grid { start, step_minutes, count };
    let (zone, allocation) = (problem.site.time_zone, problem.demand_allocation);
    let plan = Plan::new(&problem.tariff, zone, grid, allocation).map_err(|issues| issues.to_string()).unwrap();
    for _ in 0..2 {
        let kw = draw(&mut rng, count);
        let fast = plan.bill(&Load::new(&kw).unwrap()).unwrap();
        let slow = slow(&problem.tariff, zone, grid, &kw, allocation).unwrap();
        assert_eq!(fast, slow, "{seed}");
        assert_eq!(format!("{fast:?}"), format!("{slow:?}"), "{seed}");
    }
}

#[test]
fn a_bill_of_a_fleet_is_the_bill_to_the_last_digit() {
    for seed in 0..300 {
        let step = [5, 10, 15, 15, 15, 30, 60][usize::try_from(seed % 7).unwrap()];
        assert_same(seed, step, 40 + usize::try_from(seed).unwrap());
    }
}

#[test]
fn a_bill_of_a_year_is_the_bill_to_the_last_digit() {
    for (seed, step, count) in [(1, 15, 35_040), (2, 60, 8760), (3, 15, 35_136), (4, 30, 17_520), (5, 60, 9000)] {
        assert_same(seed, step, count);
    }
}

fn site_load(kw: &[i64]) -> SiteLoad {
    let mut load = SiteLoad::default();
    for (number, kw) in (0..).zip(kw) {
        load.push(START + number * QUARTER, *kw);
    }
    load
}

/// 2026-01-05T00:00:00Z
const START: i64 = 1_767_571_200 * MICRO;
const QUARTER: i64 = 15 * 60 * MICRO;

fn codes(load: &SiteLoad) -> Vec<Code> {
    let plans = Plans::new(tariff(SEED), Tz::UTC, DemandAllocation::Marginal);
    match plans.bill(load, &Place::new("load").key("site")) {
        Ok(_) => Vec::new(),
        Err(issues) => issues.0.iter().map(|issue| issue.code).collect(),
    }
}

#[test]
fn a_load_that_cannot_be_is_refused_as_by_any_bill() {
    assert_eq!(codes(&site_load(&[1, 2, 3])), []);
    assert_eq!(codes(&site_load(&[1])), [Code::LoadGap]);
    assert_eq!(codes(&SiteLoad::default()), [Code::LoadGap]);
    assert_eq!(codes(&site_load(&[1, -1, 2])), [Code::LoadValue]);
    let with = |at: i64| {
        let mut load = site_load(&[1, 2, 3]);
        load.push(START + at, 4);
        codes(&load)
    };
    assert_eq!(with(3 * QUARTER), []);
    assert_eq!(with(-QUARTER), []);
    assert_eq!(with(4 * QUARTER), [Code::LoadGap]);
    assert_eq!(with(2 * QUARTER), [Code::LoadOverlap]);
    assert_eq!(with(3 * QUARTER + 30 * MICRO), [Code::NotWholeMinute]);
    // five minutes after the last: five minutes are the step, and all others leave gaps
    assert_eq!(with(2 * QUARTER + QUARTER / 3), [Code::LoadGap, Code::LoadGap]);
}

#[test]
fn a_value_beyond_micro_kw_is_billed_all_the_same() {
    let plans = Plans::new(tariff(SEED), Tz::UTC, DemandAllocation::Marginal);
    let mut load = site_load(&[0, 0, 0]);
    load.push_decimal(START + 3 * QUARTER, "12.3456789".parse().unwrap());
    let bill = plans.bill(&load, &Place::new("load")).unwrap();
    assert_eq!(bill.cost.peaks[0].peak_kw, "12.3456789".parse::<Decimal>().unwrap());
    let huge = site_load(&[0, i64::MAX, i64::MAX]);
    let bill = plans.bill(&huge, &Place::new("load")).unwrap();
    assert_eq!(bill.cost.peaks[0].peak_kw, Decimal::new(i64::MAX, 6));
}

#[test]
fn rows_of_any_order_and_in_parts_are_one_load() {
    let kw: Vec<i64> = (0..200).collect();
    let whole = site_load(&kw);
    let even = |load: &SiteLoad| load.even().map(|(grid, kw)| (grid, kw.into_owned())).unwrap();
    let expected = Grid { start: at("2026-01-05T00:00:00Z"), step_minutes: 15, count: 200 };
    assert_eq!(even(&whole), (expected, kw.clone()));
    assert!(matches!(whole.even().unwrap().1, Cow::Borrowed(_)));
    let words = whole.write().unwrap();
    assert_eq!(even(&SiteLoad::read(&words).unwrap()), (expected, kw.clone()));
    assert!(SiteLoad::read(&words[..50]).is_none() && SiteLoad::read(&[]).is_none());
    let mut shuffled = SiteLoad::default();
    for number in 0..200_i64 {
        let number = number * 77 % 200;
        shuffled.push(START + number * QUARTER, number);
    }
    assert_eq!(even(&shuffled), (expected, kw.clone()));
    for cut in [0, 1, 2, 100, 199, 200] {
        let mut part = SiteLoad::default();
        for number in cut..200_i64 {
            part.push(START + number * QUARTER, number);
        }
        let mut first = site_load(&kw[..usize::try_from(cut).unwrap()]);
        first.append(part.clone());
        assert_eq!(even(&first), (expected, kw.clone()), "{cut}");
        let mut last = part;
        last.append(site_load(&kw[..usize::try_from(cut).unwrap()]));
        assert_eq!(even(&last), (expected, kw.clone()), "{cut}");
    }
}

proptest! {
    #[test]
    fn a_double_counts_as_its_shortest_decimal(micro in -1_000_000_000_000_i64..1_000_000_000_000, any in any::<f64>()) {
        let decimal = Decimal::new(micro, 6);
        prop_assert_eq!(micro_kw(decimal.to_string().parse().unwrap()), Some(micro));
        let shortest = format!("{any}").parse::<Decimal>().ok().map(|decimal| decimal.normalize());
        if let Some(micro) = micro_kw(any) {
            prop_assert_eq!(shortest, Some(Decimal::new(micro, 6).normalize()));
        }
    }
}

#[test]
fn a_double_that_is_no_number_or_too_fine_is_none() {
    for kw in [f64::NAN, f64::INFINITY, 1e-7, 0.123_456_789, 1e300] {
        assert_eq!(micro_kw(kw), None, "{kw}");
    }
    assert_eq!([0.1 + 0.2, 0.3, -0.0].map(micro_kw), [None, Some(300_000), Some(0)]);
}

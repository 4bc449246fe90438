use std::time::Duration;

use super::{Limits, Market, Region, root, search};
use crate::optimize::Control;
use crate::optimize::instance::Instance;
use crate::optimize::stop::Stop;

fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}

#[test]
#[ignore]
fn probe() {
    let var = |name: &str| std::env::var(name).unwrap();
    let text = std::fs::read_to_string(var("PROBE_FILE")).unwrap();
    let cost: f64 = var("PROBE_COST").parse().unwrap();
    let seconds: f64 = var("PROBE_SECONDS").parse().unwrap();
    let problem = crate::document::problem_from_json(&text).unwrap().0;
    let instance = Instance::new(&problem).unwrap();
    let begin = cpu();
    let over = || cpu() - begin > seconds;
    let control = Control { elapsed: &|| Duration::ZERO, cancelled: &over, progress: &|_| {} };
    let stop = Stop::new(&problem, &control);
    let market = Market::new(&instance);
    let target = cost * (1.0 - 0.0099);
    let say = |bound: f64| println!("{:6.1} {bound:.3} {:.3} %", cpu() - begin, 100.0 * (cost - bound) / cost);
    if let Ok(text) = std::env::var("BOX") {
        let limits: Vec<f64> = text.split(',').map(|part| part.parse().unwrap()).collect();
        let mut region = Region::whole(&market);
        for charge in 0..market.floors.len() {
            region.lower[charge] = limits[2 * charge];
            region.upper[charge] = limits[2 * charge + 1];
        }
        region.exclude_dear(&market);
        let clock = cpu();
        let relaxed = crate::optimize::milp::relax(&market, &region, &stop);
        println!("BOX {:.2} s {:?}", cpu() - clock, relaxed.map(|r| (r.bound, r.mean.billed)));
        return;
    }
    let mut first = root(&market, market.first_prices(), cost, &stop, &say);
    let relax = |region: &Region| crate::optimize::milp::relax(&market, region, &stop);
    if let Some(relaxed) = relax(&first.region) {
        say(relaxed.bound);
        let bound = relaxed.bound;
        let mut clearing = super::clearing::Clearing::new(&market);
        let mut show = |name: &str, prices: &[f64]| println!("{name}: {:.2} max {:.3}", clearing.clear(&market, &first.region, prices), prices.iter().copied().fold(0.0, f64::max));
        show("all", &relaxed.prices);
        let levels = market.level_price(0, 0, 0);
        let lumps = market.lump_price(0, 0);
        let rooms = market.room_price(0);
        let mut prices = relaxed.prices.clone();
        prices[levels..].fill(0.0);
        show("no levels", &prices);
        prices[lumps..levels].fill(0.0);
        show("no lumps", &prices);
        prices[rooms..lumps].fill(0.0);
        show("no rooms", &prices);
        first = root(&market, relaxed.prices, cost, &stop, &say);
        first.bound = first.bound.max(bound);
    }
    let relax: Option<&super::Relax<'_>> = if std::env::var("NOLP").is_ok() { None } else { Some(&relax) };
    let limits = Limits { regions: usize::MAX, threads: &|| 1, target: &|| target, relax, stop: &stop, found: &say };
    let work = search(&market, &first, &limits);
    println!("end {:.1} s, work {work}", cpu() - begin);
}

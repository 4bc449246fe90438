use super::super::model::{Model, UnitColumns};

/// When a unit is on, starts and stops: off where it is not available, at rest between a stop and the next start, and
/// stopped at the end of the horizon.
pub fn on_off(model: &mut Model<'_>, unit: usize) {
    let (plant, market, region) = (&model.instance.plant, model.market, model.region);
    let (data, intervals) = (&plant.units[unit], plant.intervals);
    let linear = &mut model.linear;
    let on: Vec<usize> = (0..intervals).map(|_| linear.column(1.0)).collect();
    for (column, available) in on.iter().zip(&data.available) {
        if !available {
            linear.upper[*column] = 0.0;
        }
    }
    let can_start = |t: usize| {
        let end = t + data.min_run;
        data.can_start[t]
            && end <= intervals
            && data.available_until[t] >= end
            && !(t == 0 && data.initially_on)
            && !region.is_too_dear(&market.starts[unit][t])
    };
    let start: Vec<Option<usize>> = (0..intervals).map(|t| can_start(t).then(|| linear.column(1.0))).collect();
    let can_stop = |t: usize| data.can_stop[t] && (t > 0 || data.initially_on);
    let stop: Vec<Option<usize>> = (0..=intervals).map(|t| can_stop(t).then(|| linear.column(1.0))).collect();
    for t in 0..=intervals {
        let mut terms = Vec::new();
        if t < intervals {
            terms.push((on[t], 1.0));
            terms.extend(start[t].map(|column| (column, -1.0)));
        }
        terms.extend(stop[t].map(|column| (column, 1.0)));
        let before = t.checked_sub(1);
        terms.extend(before.map(|before| (on[before], -1.0)));
        linear.equal(terms, if before.is_none() && data.initially_on { 1.0 } else { 0.0 });
    }
    for t in 0..intervals {
        let mut terms = vec![(on[t], 1.0)];
        terms.extend(stop[(t + 1).saturating_sub(data.rest)..=t].iter().flatten().map(|column| (*column, 1.0)));
        linear.at_most(terms, 1.0);
    }
    let batch = model.instance.is_batch(unit);
    model.units.push(UnitColumns { on, start, stop, input: vec![Vec::new(); intervals], batch });
}

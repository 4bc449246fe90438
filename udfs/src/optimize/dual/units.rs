use super::clearing::Clearing;
use super::market::Market;
use super::region::Region;
use crate::operation::RunCosts;

/// Of a start that bills more than the region allows.
const NEVER: f64 = 1e9;

impl Clearing {
    /// The cheapest on-periods of a unit at a price of a metered kW by interval; adds them to excess and load, and makes
    /// what jobs pay on it. Infinite if no on-periods keep its rules.
    pub(super) fn run_unit(&mut self, market: &Market<'_>, region: &Region, unit: usize, prices: &[f64]) -> f64 {
        let instance = market.instance;
        let (data, costs) = (&instance.plant.units[unit], &instance.units[unit]);
        let (room_at, least_at) = (market.room_price(unit), market.least_price(unit));
        let (per_kw, capacity, least) = (instance.per_kw(unit), market.capacity(unit), market.least_heat(unit));
        let batch = market.batch[unit];
        let paid = &mut self.paid[unit];
        let mut bound = 0.0;
        self.on.clear();
        for (t, price) in self.metered.iter().enumerate() {
            let heat = price * per_kw;
            let by_on = if batch { heat } else { prices[least_at + t].min(heat.max(0.0)) };
            paid.heat[t] = if batch { heat } else { (heat - by_on).max(0.0) };
            self.on.push(by_on * least - prices[room_at + t] * capacity);
            if !batch && heat < 0.0 {
                // as much heat as can be, for money
                bound += heat * capacity.max(least);
                if data.electric {
                    self.load[t] += capacity.max(least) * per_kw;
                }
            }
        }
        paid.add_up(&prices[room_at..least_at]);
        for (sums, loads) in [(&mut self.start, &costs.start), (&mut self.stop, &costs.stop)] {
            sums.clear();
            sums.extend(loads.iter().map(|loads| loads.iter().map(|(t, kw)| kw * self.metered[*t]).sum::<f64>()));
        }
        for (price, billed) in self.start.iter_mut().zip(&market.starts[unit]) {
            if region.is_too_dear(billed) {
                *price = NEVER;
            }
        }
        let run_costs = RunCosts { on: &self.on, start: &self.start, stop: &self.stop };
        let Some(runs) = self.planner.plan(data, &instance.plant.day, run_costs, |_| false) else {
            return f64::INFINITY;
        };
        let load = &mut self.load;
        let mut draw = |loads: &[(usize, f64)]| {
            if data.electric {
                loads.iter().for_each(|(t, kw)| load[*t] += kw);
            }
        };
        if data.initially_on && runs.first().is_none_or(|run| run.on > 0) {
            bound += self.stop[0];
            draw(&costs.stop[0]);
        }
        for run in &runs {
            bound += self.on[run.on..run.off].iter().sum::<f64>() + self.stop[run.off];
            draw(&costs.stop[run.off]);
            if run.started {
                bound += self.start[run.on];
                draw(&costs.start[run.on]);
            }
        }
        for t in runs.iter().flat_map(|run| run.on..run.off) {
            self.excess[room_at + t] -= capacity;
            if !batch {
                self.excess[least_at + t] += least;
            } else if data.electric {
                self.load[t] += least * per_kw;
            }
        }
        bound
    }
}

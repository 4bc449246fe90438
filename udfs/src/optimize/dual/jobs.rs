use super::clearing::Clearing;
use super::market::Market;
use super::region::Region;

impl Clearing {
    /// The cheapest place of a task, which it takes; infinite if the region has none.
    pub(super) fn place(&mut self, market: &Market<'_>, region: &Region, prices: &[f64], task: usize) -> f64 {
        self.price_levels(market, prices, task);
        let (mut cost, mut chosen) = (f64::INFINITY, None);
        for index in market.places_of[task].clone() {
            let (least, start) = self.cheapest(market, region, prices, task, index);
            if least < cost {
                (cost, chosen) = (least, Some((index, start)));
            }
        }
        if let Some(chosen) = chosen {
            self.chosen[task] = chosen;
            self.take(market, task);
        }
        cost
    }

    /// What the task at hand pays to bill more than levels of each charge.
    pub(super) fn price_levels(&mut self, market: &Market<'_>, prices: &[f64], task: usize) {
        for (charge, paid) in self.levels_paid.iter_mut().enumerate() {
            let prices = &prices[market.level_price(task, charge, 0)..];
            let mut sum = 0.0;
            for ((paid, step), price) in paid[1..].iter_mut().zip(&market.steps[charge]).zip(prices) {
                sum += step * price;
                *paid = sum;
            }
        }
    }

    /// The cheapest start among some places of the task at hand.
    pub(super) fn cheapest(
        &self,
        market: &Market<'_>,
        region: &Region,
        prices: &[f64],
        task: usize,
        index: usize,
    ) -> (f64, usize) {
        let mut best = (f64::INFINITY, 0);
        if region.excludes(index) {
            return best;
        }
        let places = &market.places[index];
        let mut always = 0.0;
        for (charge, billed) in places.billed.iter().enumerate() {
            let billed = billed.max(region.lower[charge]);
            always += prices[market.lump_price(task, charge)] * billed;
            always += self.levels_paid[charge][places.levels[charge].max(self.lowest[charge])];
        }
        let data = &market.instance.plant.tasks[task];
        let (heat, room) = market.demand(task, places.unit);
        let unused = heat * (1.0 - market.instance.fill(data));
        let paid = &self.paid[places.unit];
        for start in region.starts_of(task, &places.starts) {
            let end = start + data.intervals;
            let cost = heat * (paid.heat_before[end] - paid.heat_before[start])
                + room * (paid.room_before[end] - paid.room_before[start])
                - unused * paid.heat[end - 1];
            if cost < best.0 {
                best = (cost, start);
            }
        }
        (best.0 + always, best.1)
    }

    /// Adds the place of a task to excess and load.
    fn take(&mut self, market: &Market<'_>, task: usize) {
        let (index, start) = self.chosen[task];
        let data = &market.instance.plant.tasks[task];
        let unit = market.places[index].unit;
        let (heat, room) = market.demand(task, unit);
        let (room_at, least_at) = (market.room_price(unit), market.least_price(unit));
        let (batch, electric) = (market.batch[unit], market.instance.plant.units[unit].electric);
        let (per_kw, fill) = (market.instance.per_kw(unit), market.instance.fill(data));
        for t in start..start + data.intervals {
            let heat = if t + 1 == start + data.intervals { heat * fill } else { heat };
            self.excess[room_at + t] += room;
            if !batch {
                self.excess[least_at + t] -= heat;
            }
            if electric {
                self.load[t] += heat * per_kw;
            }
        }
    }
}

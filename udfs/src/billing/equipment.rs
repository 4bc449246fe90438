use super::load::{EquipmentLoad, spread};
use crate::model::{Decimal, EquipmentCost, Problem, Schedule};
use crate::tariff::Segment;

/// What each equipment's input costs by itself; demand is shared by all and not split.
pub fn costs(
    problem: &Problem,
    schedule: &Schedule,
    loads: &[EquipmentLoad],
    segments: &[Segment<'_>],
) -> Vec<EquipmentCost> {
    let horizon = &problem.horizon;
    let interval_minutes = Decimal::from(horizon.interval_minutes);
    let mut rate_minutes = vec![Decimal::ZERO; horizon.intervals()];
    for segment in segments {
        spread(horizon, segment.span, |index, minutes| rate_minutes[index] += segment.energy_rate_kwh * minutes);
    }
    let cost = |(index, load): (usize, &EquipmentLoad)| {
        let equipment = &problem.equipment[index];
        let input_kwh: Decimal = load.input_kwh.iter().sum();
        let runs = || schedule.runs.iter().filter(|run| run.equipment == index);
        let by_tariff = || {
            load.input_kwh.iter().zip(&rate_minutes).map(|(kwh, rate)| *kwh * *rate).sum::<Decimal>() / interval_minutes
        };
        EquipmentCost {
            equipment_id: equipment.equipment_id.clone(),
            input_kwh,
            heat_kwh: load.heat_kw_minutes.iter().sum::<Decimal>() / Decimal::from(60),
            energy_cost: match equipment.fuel_rate_per_kwh {
                Some(rate) if !equipment.is_electric() => input_kwh * rate,
                _ => by_tariff(),
            },
            on_minutes: runs().map(|run| (run.off - run.on).num_minutes()).sum(),
            starts: u32::try_from(runs().filter(|run| run.start_counted).count()).unwrap_or(u32::MAX),
        }
    };
    loads.iter().enumerate().map(cost).collect()
}

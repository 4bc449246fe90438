use super::bounds::{MAX_LOAD_KW, MAX_QUANTITY, MAX_RATE, out_of_range};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, DemandBasis, DemandCharge, DemandTier, EnergyTier, Tariff, TariffPeriod};

const MAX_PERCENT: Decimal = Decimal::from_parts(1000, 0, 0, false, 0);
const MAX_TAX: Decimal = Decimal::ONE_HUNDRED;

/// What a bill cannot be calculated with, whoever made the tariff.
pub fn check_tariff(tariff: &Tariff) -> Result<(), Issues> {
    let mut check = Check(Issues::default());
    for (row, period) in tariff.periods.iter().enumerate() {
        check.period(row, period);
    }
    for (row, charge) in tariff.demand_charges.iter().enumerate() {
        check.demand_charge(row, charge);
    }
    for (row, charge) in tariff.fixed_charges.iter().enumerate() {
        check.within("fixed_charges", row, "amount", charge.amount, MAX_LOAD_KW);
    }
    for (row, price) in tariff.prices.iter().enumerate() {
        check.within("prices", row, "energy_rate_kwh", price.energy_rate_kwh, MAX_RATE);
    }
    for (row, peak) in tariff.month_to_date_peaks.values().enumerate() {
        check.within("month_to_date_peaks", row, "kw", *peak, MAX_LOAD_KW);
    }
    check.further(tariff);
    check.0.into_result(()).map(drop)
}

struct Check(Issues);

impl Check {
    fn within(&mut self, part: &str, row: usize, column: &str, value: Decimal, max: Decimal) {
        if value.abs() > max {
            let place = Place::new(format!("tariff.{part}")).row(row).column(column);
            self.0.push(out_of_range(place, value, max));
        }
    }

    fn refuse(&mut self, code: Code, part: &str, row: usize, column: &str, message: &str, fix: &str) {
        let place = Place::new(format!("tariff.{part}")).row(row).column(column);
        self.0.push(Issue::error(code, place, message, fix));
    }

    fn tiers(&mut self, part: &str, row: usize, column: &str, limits: &[Option<Decimal>]) {
        for limit in limits.iter().flatten() {
            self.within(part, row, column, *limit, MAX_QUANTITY);
        }
        if let Some(message) = EnergyTier::fault(limits) {
            let fix = "give rising limits above 0, and none to the last tier";
            self.refuse(Code::TierLimits, part, row, column, message, fix);
        }
    }

    fn demand_tiers(&mut self, part: &str, row: usize, column: &str, tiers: &[DemandTier]) {
        self.tiers(part, row, column, &tiers.iter().map(|tier| tier.up_to_kw).collect::<Vec<_>>());
        for tier in tiers {
            self.within(part, row, column, tier.rate_kw, MAX_RATE);
            self.within(part, row, column, tier.adjustment_kw, MAX_RATE);
        }
    }

    fn period(&mut self, row: usize, period: &TariffPeriod) {
        self.within("periods", row, "energy_rate_kwh", period.energy_rate_kwh, MAX_RATE);
        self.within("periods", row, "demand_rate_kw", period.demand_rate_kw.unwrap_or_default(), MAX_RATE);
        let tiers = &period.energy_tiers;
        self.tiers("periods", row, "energy_tiers", &tiers.iter().map(|tier| tier.up_to).collect::<Vec<_>>());
        for tier in tiers {
            self.within("periods", row, "energy_tiers", tier.rate_kwh, MAX_RATE);
            self.within("periods", row, "energy_tiers", tier.adjustment_kwh, MAX_RATE);
        }
        if tiers.windows(2).any(|pair| pair[0].unit != pair[1].unit) {
            let message = "the limits have different units";
            self.refuse(Code::TierLimits, "periods", row, "energy_tiers", message, "give all limits in one unit");
        }
        self.demand_tiers("periods", row, "demand_tiers", &period.demand_tiers);
    }

    fn demand_charge(&mut self, row: usize, charge: &DemandCharge) {
        let part = "demand_charges";
        self.within(part, row, "rate_kw", charge.rate_kw, MAX_RATE);
        self.within(part, row, "month_to_date_peak_kw", charge.month_to_date_peak_kw, MAX_LOAD_KW);
        self.within(part, row, "minimum_kw", charge.minimum_kw, MAX_LOAD_KW);
        self.demand_tiers(part, row, "tiers", &charge.tiers);
        for peak in charge.past_peaks.values() {
            self.within(part, row, "past_peaks", *peak, MAX_LOAD_KW);
        }
        if matches!(charge.basis, DemandBasis::MeanOfPeaks { months } if !(1..=12).contains(&months)) {
            self.refuse(Code::OutOfRange, part, row, "basis", "a mean of no month or more than 12", "give 1 to 12");
        }
        if let Some(ratchet) = &charge.ratchet {
            for percent in ratchet.percent {
                self.within(part, row, "ratchet", percent, Decimal::ONE_HUNDRED);
            }
            if matches!(ratchet.looks_at, crate::model::Lookback::Preceding(count) if count > 12) {
                self.refuse(Code::OutOfRange, part, row, "ratchet", "more than 12 preceding months", "give 1 to 12");
            }
        }
        if let Some(contract) = &charge.contract {
            self.within(part, row, "contract", contract.contracted_kw, MAX_LOAD_KW);
            for value in [contract.lower_percent, contract.upper_percent, contract.excess_factor] {
                self.within(part, row, "contract", value, MAX_PERCENT);
            }
        }
    }

    fn further(&mut self, tariff: &Tariff) {
        for (row, charge) in tariff.coincident_charges.iter().enumerate() {
            self.within("coincident_charges", row, "rate_kw", charge.rate_kw, MAX_RATE);
            self.within("coincident_charges", row, "past_kw", charge.past_kw.unwrap_or_default(), MAX_LOAD_KW);
        }
        for (row, program) in tariff.critical_peaks.iter().enumerate() {
            self.within("critical_peaks", row, "energy_adder_kwh", program.energy_adder_kwh, MAX_RATE);
            let rate = program.demand_rate_kw.unwrap_or_default();
            self.within("critical_peaks", row, "demand_rate_kw", rate, MAX_RATE);
        }
        for (row, charge) in tariff.reactive_charges.iter().enumerate() {
            self.within("reactive_charges", row, "rate_kvar", charge.rate_kvar, MAX_RATE);
            let factor = charge.free_power_factor.unwrap_or(Decimal::ONE);
            if factor < Decimal::new(1, 2) || factor > Decimal::ONE {
                let message = "a power factor outside 0.01 to 1";
                let fix = "give a factor such as 0.9";
                self.refuse(Code::OutOfRange, "reactive_charges", row, "free_power_factor", message, fix);
            }
        }
        for (row, rider) in tariff.riders.iter().enumerate() {
            let max = if rider.unit == crate::model::RiderUnit::Percent { MAX_PERCENT } else { MAX_RATE };
            self.within("riders", row, "rate", rider.rate, max);
        }
        for (row, charge) in tariff.minimum_charges.iter().enumerate() {
            self.within("minimum_charges", row, "amount", charge.amount, MAX_LOAD_KW);
        }
        for (row, tax) in tariff.taxes.iter().enumerate() {
            self.within("taxes", row, "percent", tax.percent, MAX_TAX);
        }
    }
}

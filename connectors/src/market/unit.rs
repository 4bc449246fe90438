use udfs::model::Decimal;
use udfs::{Code, Issue};

use udfs::error::Place;

/// What a price is for: a currency by an amount of energy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// ISO 4217.
    pub currency: String,
    /// Of the currency by kWh that one of the unit is.
    factor: Decimal,
}

/// Digits that a price of a kWh is kept with.
const DIGITS: u32 = 8;
/// Of a kWh in any currency; more is a price in another unit.
const MOST: Decimal = Decimal::from_parts(1_000, 0, 0, false, 0);

impl Unit {
    /// `EUR/MWh`, `EUR / MWh`, `p/kWh`, `ct/kWh` and the like.
    pub fn parse(text: &str) -> Option<Self> {
        let (money, energy) = text.split_once('/')?;
        Self::of(money, energy)
    }

    pub fn of(money: &str, energy: &str) -> Option<Self> {
        let (currency, of_one) = match money.trim().to_ascii_uppercase().as_str() {
            "P" | "GBX" | "PENCE" => ("GBP".to_string(), Decimal::new(1, 2)),
            "CT" | "CENT" | "EUR CENT" | "EURO CENT" => ("EUR".to_string(), Decimal::new(1, 2)),
            "US$" | "$" => ("USD".to_string(), Decimal::ONE),
            code if code.len() == 3 && code.bytes().all(|c| c.is_ascii_uppercase()) => (code.into(), Decimal::ONE),
            _ => return None,
        };
        let of_kwh = match energy.trim().to_ascii_uppercase().as_str() {
            "KWH" => Decimal::ONE,
            "MWH" => Decimal::new(1, 3),
            "GWH" => Decimal::new(1, 6),
            "WH" => Decimal::ONE_THOUSAND,
            _ => return None,
        };
        Some(Self { currency, factor: of_one * of_kwh })
    }

    pub fn known(text: &str) -> Result<Self, Issue> {
        Self::parse(text).ok_or_else(|| {
            let message = format!("\"{}\" is no unit of a price", text.chars().take(40).collect::<String>());
            Issue::error(Code::OutOfRange, Place::new("unit"), message, "a currency by an energy, as EUR/MWh or p/kWh")
        })
    }

    /// In the currency by kWh.
    pub fn per_kwh(&self, amount: Decimal) -> Option<Decimal> {
        amount.checked_mul(self.factor).filter(|rate| rate.abs() <= MOST).map(|rate| rate.round_dp(DIGITS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per_kwh(unit: &str, amount: &str) -> Option<String> {
        let rate = Unit::parse(unit)?.per_kwh(amount.parse().expect("a number"))?;
        Some(format!("{} {}", rate.normalize(), Unit::parse(unit)?.currency))
    }

    #[test]
    fn prices_come_in_many_units() {
        assert_eq!(per_kwh("EUR / MWh", "-12.345").as_deref(), Some("-0.012345 EUR"));
        assert_eq!(per_kwh("Eur/MWh", "83").as_deref(), Some("0.083 EUR"));
        assert_eq!(per_kwh("p/kWh", "25.872").as_deref(), Some("0.25872 GBP"));
        assert_eq!(per_kwh("USD/MWH", "41.12345").as_deref(), Some("0.04112345 USD"));
        assert_eq!(per_kwh("ct/kWh", "31").as_deref(), Some("0.31 EUR"));
    }

    #[test]
    fn what_is_no_unit_or_cannot_be_meant_is_refused() {
        for text in ["EUR", "EUR/MW", "Euros/MWh", "/", "1/kWh", ""] {
            assert!(Unit::parse(text).is_none(), "{text}");
        }
        assert_eq!(per_kwh("EUR/kWh", "1001"), None);
        assert_eq!(per_kwh("EUR/kWh", "79228162514264337593543950335"), None);
    }
}

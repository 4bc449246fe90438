use rust_decimal::MathematicalOps;
use udfs::model::{Decimal, Span};

use super::super::columns::normalize;
use super::super::raw::Sheet;
use super::intervals::mean;

/// A column that says what reactive power there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reactive {
    pub index: usize,
    kind: Kind,
}

/// The surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Kvar,
    Kvarh,
    /// Apparent power.
    Kva,
    Kvah,
    /// Below 0 where the current leads.
    PowerFactor,
}

const POWER_FACTOR: [&str; 4] = ["powerfactor", "pf", "cosphi", "cosfi"];

impl Reactive {
    pub fn find(sheet: &Sheet) -> Option<Self> {
        let unit = |unit: &str| {
            let has =
                |header: &String| header.split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case(unit));
            sheet.headers.iter().position(has)
        };
        let factor = || sheet.headers.iter().position(|header| POWER_FACTOR.contains(&normalize(header).as_str()));
        let of = |kind| move |index| Self { index, kind };
        unit("kvar")
            .map(of(Kind::Kvar))
            .or_else(|| unit("kvarh").map(of(Kind::Kvarh)))
            .or_else(|| unit("kva").map(of(Kind::Kva)))
            .or_else(|| unit("kvah").map(of(Kind::Kvah)))
            .or_else(|| factor().map(of(Kind::PowerFactor)))
    }

    /// kvar in an interval with this mean power; `None` where the value cannot be.
    pub fn kvar(self, value: Decimal, kw: Decimal, span: Span) -> Option<Decimal> {
        match self.kind {
            Kind::Kvar => Some(value),
            Kind::Kvarh => mean(value, span),
            Kind::Kva => of_apparent(value, kw),
            Kind::Kvah => of_apparent(mean(value, span)?, kw),
            Kind::PowerFactor => of_factor(value, kw),
        }
    }
}

/// The root of kVA^2 - kW^2. A kVA may be below its kW by a hundredth: both are rounded.
fn of_apparent(kva: Decimal, kw: Decimal) -> Option<Decimal> {
    if kva < kw * Decimal::new(99, 2) {
        return None;
    }
    (kva - kw).max(Decimal::ZERO).checked_mul(kva.checked_add(kw)?)?.sqrt()
}

/// kW times the root of 1/f^2 - 1.
fn of_factor(factor: Decimal, kw: Decimal) -> Option<Decimal> {
    let size = factor.abs();
    if size < Decimal::new(1, 2) || size > Decimal::ONE {
        return None;
    }
    let of_kw = (Decimal::ONE / (size * size) - Decimal::ONE).sqrt()?;
    Some(if factor < Decimal::ZERO { -of_kw * kw } else { of_kw * kw })
}

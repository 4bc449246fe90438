use rust_decimal::Decimal;

/// A unit that files use, and what one of it is in the unit of a table's column.
struct Unit {
    name: &'static str,
    column_unit: &'static str,
    times: i64,
    divided_by: i64,
}

const fn unit(name: &'static str, column_unit: &'static str, times: i64, divided_by: i64) -> Unit {
    Unit { name, column_unit, times, divided_by }
}

const UNITS: &[Unit] = &[
    unit("wh", "kWh", 1, 1000),
    unit("kwh", "kWh", 1, 1),
    unit("mwh", "kWh", 1000, 1),
    unit("gwh", "kWh", 1_000_000, 1),
    unit("mj", "kWh", 10, 36),
    unit("gj", "kWh", 10_000, 36),
    unit("w", "kW", 1, 1000),
    unit("kw", "kW", 1, 1),
    unit("mw", "kW", 1000, 1),
    unit("s", "minutes", 1, 60),
    unit("seconds", "minutes", 1, 60),
    unit("min", "minutes", 1, 1),
    unit("mins", "minutes", 1, 1),
    unit("minutes", "minutes", 1, 1),
    unit("h", "minutes", 60, 1),
    unit("hr", "minutes", 60, 1),
    unit("hrs", "minutes", 60, 1),
    unit("hours", "minutes", 60, 1),
    unit("percent", "%", 1, 1),
    unit("fraction", "%", 100, 1),
    unit("c", "degC", 1, 1),
    unit("degc", "degC", 1, 1),
];

/// A factor kept as a fraction, so that a third stays exact until the value is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    pub times: Decimal,
    pub divided_by: Decimal,
}

impl Factor {
    pub const ONE: Factor = Factor { times: Decimal::ONE, divided_by: Decimal::ONE };

    pub fn apply(self, value: Decimal) -> Option<Decimal> {
        if self == Factor::ONE { Some(value) } else { value.checked_mul(self.times)?.checked_div(self.divided_by) }
    }
}

/// From a file's unit (lower case, no marks) to a column's.
pub fn factor(name: &str, column_unit: &str) -> Option<Factor> {
    let unit = UNITS.iter().find(|unit| unit.name == name && unit.column_unit == column_unit)?;
    Some(Factor { times: unit.times.into(), divided_by: unit.divided_by.into() })
}

/// The units that a column can be given in.
pub fn names(column_unit: &str) -> Vec<&'static str> {
    UNITS.iter().filter(|unit| unit.column_unit == column_unit).map(|unit| unit.name).collect()
}

/// The end of a column's name that says its unit: `_kwh`.
pub fn suffix(column: &str, column_unit: &str) -> Option<&'static str> {
    let last = column.rsplit('_').next()?;
    UNITS
        .iter()
        .find(|unit| unit.name == last && unit.column_unit == column_unit && unit.times == unit.divided_by)
        .map(|unit| unit.name)
}

use std::borrow::Cow;
use std::ops::Range;
use std::str::FromStr;

use arrow::array::types::{
    Decimal128Type, Float64Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow::array::{Array, ArrayRef, AsArray, Float64Array, Int64Array};
use arrow::buffer::NullBuffer;
use arrow::compute::cast;
use arrow::datatypes::{DataType, TimeUnit};
use rust_decimal::Decimal;
use udfs::billing::fleet::{MICRO, micro_kw};

/// Starts of intervals, in microseconds since 1970.
pub(super) struct Times<'a> {
    values: &'a [i64],
    nulls: Option<&'a NullBuffer>,
    unit: TimeUnit,
}

impl<'a> Times<'a> {
    pub fn new(column: &'a ArrayRef) -> Option<Self> {
        let DataType::Timestamp(unit, _) = column.data_type() else { return None };
        let values: &[i64] = match unit {
            TimeUnit::Second => column.as_primitive_opt::<TimestampSecondType>()?.values(),
            TimeUnit::Millisecond => column.as_primitive_opt::<TimestampMillisecondType>()?.values(),
            TimeUnit::Microsecond => column.as_primitive_opt::<TimestampMicrosecondType>()?.values(),
            TimeUnit::Nanosecond => column.as_primitive_opt::<TimestampNanosecondType>()?.values(),
        };
        Some(Self { values, nulls: column.nulls().filter(|nulls| nulls.null_count() > 0), unit: *unit })
    }

    pub fn at(&self, row: usize) -> Option<i64> {
        if self.nulls.is_some_and(|nulls| nulls.is_null(row)) {
            return None;
        }
        self.micros(self.values[row])
    }

    /// All of them; `None` where one is none.
    pub fn all(&self, rows: Range<usize>) -> Option<Cow<'a, [i64]>> {
        if self.nulls.is_some() {
            return None;
        }
        let values = &self.values[rows];
        match self.unit {
            TimeUnit::Microsecond => Some(Cow::Borrowed(values)),
            _ => values.iter().map(|value| self.micros(*value)).collect::<Option<Vec<i64>>>().map(Cow::Owned),
        }
    }

    #[inline]
    fn micros(&self, value: i64) -> Option<i64> {
        match self.unit {
            TimeUnit::Second => value.checked_mul(MICRO),
            TimeUnit::Millisecond => value.checked_mul(1000),
            TimeUnit::Microsecond => Some(value),
            // what is not on a microsecond is on no minute
            TimeUnit::Nanosecond => Some(value.div_euclid(1000) + i64::from(value.rem_euclid(1000) > 0)),
        }
    }
}

/// Mean power.
pub(super) struct Powers<'a> {
    values: Values<'a>,
    nulls: Option<&'a NullBuffer>,
}

enum Values<'a> {
    Decimals { values: &'a [i128], scale: u32, factor: i128, divisor: i128 },
    Doubles(&'a Float64Array),
    Whole(Int64Array),
}

impl<'a> Powers<'a> {
    pub fn new(column: &'a ArrayRef) -> Option<Self> {
        let values = match column.data_type() {
            DataType::Decimal128(_, scale) => {
                let scale = u32::try_from(*scale).ok()?;
                let values: &[i128] = column.as_primitive_opt::<Decimal128Type>()?.values();
                let power = |of: u32| 10_i128.pow(of);
                Values::Decimals {
                    values,
                    scale,
                    factor: power(6_u32.saturating_sub(scale)),
                    divisor: power(scale.saturating_sub(6)),
                }
            }
            DataType::Float64 => Values::Doubles(column.as_primitive_opt::<Float64Type>()?),
            kind if kind.is_integer() => {
                Values::Whole(cast(column, &DataType::Int64).ok()?.as_primitive_opt::<Int64Type>()?.clone())
            }
            _ => return None,
        };
        Some(Self { values, nulls: column.nulls().filter(|nulls| nulls.null_count() > 0) })
    }

    /// `None` where it is no whole number of micro-kW.
    pub fn micro_kw(&self, row: usize) -> Option<i64> {
        if self.nulls.is_some_and(|nulls| nulls.is_null(row)) {
            return None;
        }
        let mut one = Vec::with_capacity(1);
        self.put(row..row + 1, &mut one).then(|| one.pop())?
    }

    /// Puts all of them in the place of what `micro_kw` holds; false where one is no whole number of micro-kW.
    pub fn all(&self, rows: Range<usize>, micro_kw: &mut Vec<i64>) -> bool {
        micro_kw.clear();
        self.nulls.is_none() && self.put(rows, micro_kw)
    }

    fn put(&self, rows: Range<usize>, into: &mut Vec<i64>) -> bool {
        let mut is_whole = true;
        let mut whole = |value: Option<i64>| {
            is_whole &= value.is_some();
            value.unwrap_or_default()
        };
        match &self.values {
            Values::Decimals { values, factor: 1, divisor: 1, .. } => {
                into.extend(values[rows].iter().map(|value| whole(i64::try_from(*value).ok())));
            }
            Values::Decimals { values, factor, divisor, .. } => into.extend(values[rows].iter().map(|value| {
                let micro = value.checked_mul(*factor).filter(|value| value % divisor == 0);
                whole(micro.and_then(|value| i64::try_from(value / divisor).ok()))
            })),
            Values::Doubles(values) => {
                into.extend(values.values()[rows].iter().map(|value| whole(micro_kw(*value))));
            }
            Values::Whole(values) => {
                let micro = |row| values.value(row).checked_mul(MICRO).filter(|_| values.is_valid(row));
                into.extend(rows.map(|row| whole(micro(row))));
            }
        }
        is_whole
    }

    /// The exact value, or what stands in its place.
    pub fn decimal(&self, row: usize) -> Result<Decimal, String> {
        if self.nulls.is_some_and(|nulls| nulls.is_null(row)) {
            return Err("no".to_string());
        }
        match &self.values {
            Values::Decimals { values, scale, .. } => {
                Decimal::try_from_i128_with_scale(values[row], *scale).map_err(|_| values[row].to_string())
            }
            Values::Doubles(values) => {
                let text = values.value(row).to_string();
                Decimal::from_str(&text).map_err(|_| text)
            }
            Values::Whole(values) if values.is_valid(row) => Ok(Decimal::from(values.value(row))),
            Values::Whole(_) => Err("too many".to_string()),
        }
    }
}

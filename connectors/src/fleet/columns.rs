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
    Decimals(&'a [i128], Scale),
    Doubles(&'a Float64Array),
    Whole(Int64Array, Scale),
}

/// Digits after the point, and what makes micro-kW of such numbers.
#[derive(Clone, Copy)]
struct Scale {
    digits: u32,
    factor: i64,
    divisor: i64,
}

impl Scale {
    fn new(digits: u32) -> Option<Self> {
        let power = |of: u32| 10_i64.checked_pow(of);
        Some(Self { digits, factor: power(6_u32.saturating_sub(digits))?, divisor: power(digits.saturating_sub(6))? })
    }
}

impl<'a> Powers<'a> {
    /// Whole numbers are in units of this scale, or kW.
    pub fn new(column: &'a ArrayRef, whole_scale: Option<u32>) -> Option<Self> {
        let values = match column.data_type() {
            DataType::Decimal128(_, scale) => {
                let values: &[i128] = column.as_primitive_opt::<Decimal128Type>()?.values();
                Values::Decimals(values, Scale::new(u32::try_from(*scale).ok()?)?)
            }
            DataType::Float64 => Values::Doubles(column.as_primitive_opt::<Float64Type>()?),
            kind if kind.is_integer() => {
                let values = cast(column, &DataType::Int64).ok()?.as_primitive_opt::<Int64Type>()?.clone();
                Values::Whole(values, Scale::new(whole_scale.unwrap_or(0))?)
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
            Values::Decimals(values, scale) => into.extend(values[rows].iter().map(|value| {
                let (factor, divisor) = (i128::from(scale.factor), i128::from(scale.divisor));
                let micro = value.checked_mul(factor).filter(|value| value % divisor == 0);
                whole(micro.and_then(|value| i64::try_from(value / divisor).ok()))
            })),
            Values::Doubles(values) => {
                into.extend(values.values()[rows].iter().map(|value| whole(micro_kw(*value))));
            }
            Values::Whole(values, Scale { factor: 1, divisor: 1, .. }) if values.null_count() == 0 => {
                into.extend_from_slice(&values.values()[rows]);
            }
            Values::Whole(values, scale) => into.extend(rows.map(|row| {
                let value = values.is_valid(row).then(|| values.value(row).checked_mul(scale.factor)).flatten();
                whole(value.filter(|value| value % scale.divisor == 0).map(|value| value / scale.divisor))
            })),
        }
        is_whole
    }

    /// The exact value, or what stands in its place.
    pub fn decimal(&self, row: usize) -> Result<Decimal, String> {
        if self.nulls.is_some_and(|nulls| nulls.is_null(row)) {
            return Err("no".to_string());
        }
        let exact = |value: i128, scale: &Scale| {
            Decimal::try_from_i128_with_scale(value, scale.digits).map_err(|_| value.to_string())
        };
        match &self.values {
            Values::Decimals(values, scale) => exact(values[row], scale),
            Values::Doubles(values) => {
                let text = values.value(row).to_string();
                Decimal::from_str(&text).map_err(|_| text)
            }
            Values::Whole(values, scale) if values.is_valid(row) => exact(values.value(row).into(), scale),
            Values::Whole(..) => Err("too many".to_string()),
        }
    }
}

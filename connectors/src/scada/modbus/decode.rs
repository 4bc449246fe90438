use serde::Deserialize;
use udfs::model::Decimal;

use super::super::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Bool,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F32,
    F64,
    String,
}

/// Of the bytes of a value, A the most significant, as they come register by register. Wider values in the same way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Order {
    #[default]
    #[serde(rename = "ABCD")]
    Big,
    #[serde(rename = "CDAB")]
    WordsSwapped,
    #[serde(rename = "BADC")]
    BytesSwapped,
    #[serde(rename = "DCBA")]
    Little,
}

/// What registers hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    pub kind: Kind,
    pub order: Order,
    /// Registers, or bits.
    pub length: u16,
    /// Bit patterns that stand for no value.
    pub absent: Vec<u64>,
}

impl Kind {
    pub fn registers(self) -> u16 {
        match self {
            Kind::Bool | Kind::U16 | Kind::I16 | Kind::String => 1,
            Kind::U32 | Kind::I32 | Kind::F32 => 2,
            Kind::U64 | Kind::I64 | Kind::F64 => 4,
        }
    }

    /// SunSpec's pattern for a point that a device does not have.
    pub fn not_implemented(self) -> Option<u64> {
        match self {
            Kind::U16 => Some(0xFFFF),
            Kind::I16 => Some(0x8000),
            Kind::U32 => Some(0xFFFF_FFFF),
            Kind::I32 => Some(0x8000_0000),
            Kind::U64 => Some(u64::MAX),
            Kind::I64 => Some(1 << 63),
            Kind::Bool | Kind::F32 | Kind::F64 | Kind::String => None,
        }
    }
}

impl Form {
    /// `None`: the device says that it has no value.
    pub fn decode(&self, words: &[u16]) -> Option<Value> {
        if self.kind == Kind::Bool {
            return words.first().map(|bit| Value::Bool(*bit != 0));
        }
        let bytes = self.bytes(words);
        if self.kind == Kind::String {
            let text = String::from_utf8_lossy(&bytes);
            let text = text.trim_end_matches(['\0', ' ']);
            return (!text.is_empty()).then(|| Value::Text(text.to_string()));
        }
        let pattern = bytes.iter().fold(0_u64, |pattern, byte| pattern << 8 | u64::from(*byte));
        if self.absent.contains(&pattern) {
            return None;
        }
        let [low4, low2] = [pattern as u32, (pattern & 0xFFFF) as u32];
        Some(match self.kind {
            Kind::U16 | Kind::U32 | Kind::U64 => Value::int(pattern),
            Kind::I16 => Value::int((low2 as u16).cast_signed()),
            Kind::I32 => Value::int(low4.cast_signed()),
            Kind::I64 => Value::int(pattern.cast_signed()),
            Kind::F32 => return Value::float(&f32::from_bits(low4)),
            Kind::F64 => return Value::float(&f64::from_bits(pattern)),
            Kind::Bool | Kind::String => return None,
        })
    }

    /// Most significant first.
    fn bytes(&self, words: &[u16]) -> Vec<u8> {
        let swapped = matches!(self.order, Order::BytesSwapped | Order::Little);
        let of = |word: &u16| if swapped { word.to_le_bytes() } else { word.to_be_bytes() };
        // the order of a string's registers is that of its characters
        if self.kind != Kind::String && matches!(self.order, Order::WordsSwapped | Order::Little) {
            words.iter().rev().flat_map(of).collect()
        } else {
            words.iter().flat_map(of).collect()
        }
    }
}

/// A number times a scale and a power of ten; what else there is, as it is.
pub fn scaled(value: Value, scale: Decimal, exponent: i16) -> Option<Value> {
    let Value::Number(number) = value else { return Some(value) };
    let power = match exponent {
        0..=20 => Decimal::from(10_u128.pow(exponent.unsigned_abs().into())),
        -20..=-1 => Decimal::new(1, exponent.unsigned_abs().into()),
        _ => return None,
    };
    number.checked_mul(scale)?.checked_mul(power).map(Value::Number)
}

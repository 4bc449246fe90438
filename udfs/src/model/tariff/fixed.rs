use std::str::FromStr;

use super::super::Decimal;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedCharge {
    pub name: String,
    pub amount: Decimal,
    pub per: Per,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Per {
    Day,
    Month,
    Year,
}

impl Per {
    pub fn as_str(self) -> &'static str {
        match self {
            Per::Day => "day",
            Per::Month => "month",
            Per::Year => "year",
        }
    }
}

impl FromStr for Per {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Per::Day, Per::Month, Per::Year].into_iter().find(|per| per.as_str() == text).ok_or(())
    }
}

use std::fmt;
use std::str::FromStr;

use chrono::Weekday;

/// Local days on which a period or charge applies. `Weekday`, `Weekend` and `Days` leave holidays out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayType {
    Weekday,
    Weekend,
    Holiday,
    /// Every day, holidays too.
    All,
    /// Some days of the week, Monday first.
    Days([bool; 7]),
}

impl DayType {
    pub fn covers(&self, weekday: Weekday, is_holiday: bool) -> bool {
        let day = weekday.num_days_from_monday() as usize;
        match self {
            DayType::All => true,
            DayType::Holiday => is_holiday,
            _ if is_holiday => false,
            DayType::Weekday => day < 5,
            DayType::Weekend => day >= 5,
            DayType::Days(days) => days[day],
        }
    }
}

const DAY_NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl FromStr for DayType {
    type Err = ();

    /// `weekday`, `weekend`, `holiday`, `all`, or days as in `mon,tue,sat`.
    fn from_str(text: &str) -> Result<Self, ()> {
        match text.trim().to_ascii_lowercase().as_str() {
            "weekday" => Ok(DayType::Weekday),
            "weekend" => Ok(DayType::Weekend),
            "holiday" => Ok(DayType::Holiday),
            "all" => Ok(DayType::All),
            days => {
                let mut set = [false; 7];
                for name in days.split(',') {
                    set[DAY_NAMES.iter().position(|day| *day == name.trim()).ok_or(())?] = true;
                }
                Ok(DayType::Days(set))
            }
        }
    }
}

impl fmt::Display for DayType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayType::Weekday => f.write_str("weekday"),
            DayType::Weekend => f.write_str("weekend"),
            DayType::Holiday => f.write_str("holiday"),
            DayType::All => f.write_str("all"),
            DayType::Days(set) => {
                let names: Vec<&str> =
                    DAY_NAMES.iter().zip(set).filter(|(_, on)| **on).map(|(name, _)| *name).collect();
                f.write_str(&names.join(","))
            }
        }
    }
}

use std::fmt;
use std::str::FromStr;

/// A wall-clock time with minutes precision; 24:00 is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    minute_of_day: u16,
}

impl LocalTime {
    pub const MIDNIGHT: LocalTime = LocalTime { minute_of_day: 0 };
    pub const END_OF_DAY: LocalTime = LocalTime { minute_of_day: 24 * 60 };

    pub fn from_minute(minute_of_day: u16) -> Option<Self> {
        (minute_of_day <= 24 * 60).then_some(Self { minute_of_day })
    }

    pub fn minute_of_day(self) -> u16 {
        self.minute_of_day
    }
}

impl FromStr for LocalTime {
    type Err = ();

    /// `HH:MM` or `HH:MM:00`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split(':');
        let mut two_digits = || -> Result<u16, ()> {
            let part = parts.next().ok_or(())?;
            if part.len() != 2 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(());
            }
            part.parse().map_err(|_| ())
        };
        let (hour, minute) = (two_digits()?, two_digits()?);
        let second = two_digits().unwrap_or(0);
        if minute > 59 || second != 0 || text.len() != 5 && text.len() != 8 {
            return Err(());
        }
        Self::from_minute(hour * 60 + minute).ok_or(())
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minute_of_day / 60, self.minute_of_day % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in ["00:00", "08:30", "23:59", "24:00"] {
            assert_eq!(text.parse::<LocalTime>().map(|t| t.to_string()), Ok(text.to_string()));
        }
        assert_eq!("08:30:00".parse(), "08:30".parse::<LocalTime>());
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in ["", "8:30", "24:01", "12:60", "12:00:30", "12:00:00:00", "-1:00", "12:0"] {
            assert_eq!(text.parse::<LocalTime>(), Err(()), "{text}");
        }
    }
}

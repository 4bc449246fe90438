use chrono::NaiveDate;

use crate::error::{Code, Issue, Issues, Place};

/// How Excel and LibreOffice reach the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// An ODBC connection string, without a password.
    pub odbc: String,
}

/// What the sheets show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub site_id: String,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

impl Choice {
    pub fn new(site_id: String, first_day: NaiveDate, last_day: NaiveDate) -> Result<Self, Issues> {
        if first_day <= last_day {
            return Ok(Self { site_id, first_day, last_day });
        }
        let place = Place::new("linked_workbook").column("last_day");
        let message = format!("{last_day} is before the first day, {first_day}");
        Err(Issue::error(Code::OutOfRange, place, message, "give the days in their order").into())
    }
}

impl Target {
    /// A password would be in every copy of the workbook.
    pub fn new(odbc: &str) -> Result<Self, Issues> {
        let place = || Place::new("linked_workbook").column("odbc");
        let settings = || odbc.split(';').filter_map(|setting| setting.split_once('='));
        let names = |wanted: &[&str]| settings().any(|(name, _)| wanted.contains(&name.trim().to_lowercase().as_str()));
        if names(&["pwd", "password"]) {
            let fix = "leave it out: Excel asks for it, or the driver finds it in pgpass.conf";
            return Err(Issue::error(Code::OutOfRange, place(), "a workbook holds no password", fix).into());
        }
        if !names(&["driver", "dsn"]) || odbc.chars().any(char::is_control) {
            let fix = "give DRIVER={PostgreSQL Unicode(x64)};SERVER=host;PORT=5432;DATABASE=name;UID=user, or DSN=name";
            return Err(Issue::error(Code::OutOfRange, place(), "this is no ODBC connection string", fix).into());
        }
        Ok(Self { odbc: odbc.trim_end_matches(';').to_string() })
    }

    /// A setting of the connection string.
    pub fn setting(&self, wanted: &str) -> Option<&str> {
        self.odbc
            .split(';')
            .filter_map(|setting| setting.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_refused() {
        for odbc in ["DRIVER={x};PWD=secret", "DSN=plants; Password =secret", "SERVER=db", "", "DSN=a\nb"] {
            let issues = Target::new(odbc).expect_err(odbc);
            assert!(!issues.to_string().contains("secret"), "{issues}");
        }
        let target = Target::new("DRIVER={PostgreSQL Unicode(x64)};SERVER=db;Database=plants;").expect("a target");
        assert_eq!(target.setting("database"), Some("plants"));
        assert_eq!(target.setting("uid"), None);
    }
}

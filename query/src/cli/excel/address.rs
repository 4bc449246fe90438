use std::str::FromStr;

use postgres::Config;
use postgres::config::Host;

/// What a database's address is to ODBC. A password stays behind.
pub fn odbc(dsn: &str, driver: &str) -> Option<String> {
    let config = Config::from_str(dsn).ok()?;
    let host = config.get_hosts().first().map_or("localhost".to_string(), |host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(folder) => folder.display().to_string(),
    });
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let mut odbc = format!("DRIVER={{{driver}}};SERVER={host};PORT={port}");
    let user = config.get_user();
    for (name, value) in [("DATABASE", config.get_dbname().or(user)), ("UID", user)] {
        if let Some(value) = value {
            odbc.push_str(&format!(";{name}={value}"));
        }
    }
    Some(odbc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_in_odbc_without_its_password() {
        let odbc = |dsn| odbc(dsn, "PostgreSQL Unicode(x64)");
        assert_eq!(
            odbc("postgres://bi:secret@db.example:5433/plants").as_deref(),
            Some("DRIVER={PostgreSQL Unicode(x64)};SERVER=db.example;PORT=5433;DATABASE=plants;UID=bi")
        );
        assert_eq!(
            odbc("host=/run/postgresql user=bi").as_deref(),
            Some("DRIVER={PostgreSQL Unicode(x64)};SERVER=/run/postgresql;PORT=5432;DATABASE=bi;UID=bi")
        );
        assert_eq!(odbc("host=db port=many"), None);
    }
}

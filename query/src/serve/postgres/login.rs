use async_trait::async_trait;
use datafusion_postgres::pgwire::api::auth::{AuthSource, LoginInfo, Password};
use datafusion_postgres::pgwire::error::PgWireResult;
use sha2::{Digest, Sha256};

use super::errors::fatal;
use crate::serve::users::Users;

const SALT_LENGTH: usize = 18;

/// The passwords of the users file. Who is not in it is asked for a password all the same, and always with the same salt.
#[derive(Debug)]
pub struct Logins {
    pub users: Users,
    pub secret: String,
}

#[async_trait]
impl AuthSource for Logins {
    async fn get_password(&self, login: &LoginInfo) -> PgWireResult<Password> {
        let name = login.user().unwrap_or_default();
        let known = self.users.password_of(name).map_err(|issues| fatal("58000", issues.to_string()))?;
        Ok(match known {
            Some((_, password)) => Password::new(Some(password.salt), password.salted),
            None => self.nobody(name),
        })
    }
}

impl Logins {
    fn nobody(&self, name: &str) -> Password {
        let hash = |what: &str| Sha256::digest(format!("{what} {} {name}", self.secret)).to_vec();
        let mut salt = hash("salt");
        salt.truncate(SALT_LENGTH);
        Password::new(Some(salt), hash("password"))
    }
}

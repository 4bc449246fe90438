use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use datafusion_postgres::pgwire::api::auth::sasl::scram::gen_salted_password;
use sha2::{Digest, Sha256};

const SCHEME: &str = "scram-sha-256";
/// Of SCRAM, as the server tells its clients.
pub const ITERATIONS: usize = 4096;
const MIN_LENGTH: usize = 8;

/// What SCRAM-SHA-256 derives from a password and a salt.
#[derive(Clone, PartialEq, Eq)]
pub struct Password {
    pub salt: Vec<u8>,
    pub salted: Vec<u8>,
}

impl Password {
    pub fn new(password: &str, salt: &[u8]) -> Self {
        Self { salt: salt.to_vec(), salted: gen_salted_password(password, salt, ITERATIONS) }
    }

    pub fn is_long_enough(password: &str) -> bool {
        password.chars().count() >= MIN_LENGTH
    }

    /// Hashes are compared, so that the time taken says nothing about the password.
    pub fn is(&self, password: &str) -> bool {
        Sha256::digest(gen_salted_password(password, &self.salt, ITERATIONS)) == Sha256::digest(&self.salted)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (salt, salted) = text.strip_prefix(SCHEME)?.strip_prefix('$')?.split_once('$')?;
        Some(Self { salt: STANDARD.decode(salt).ok()?, salted: STANDARD.decode(salted).ok()? })
    }
}

impl fmt::Display for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}${}${}", STANDARD.encode(&self.salt), STANDARD.encode(&self.salted))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

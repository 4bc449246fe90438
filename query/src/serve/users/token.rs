use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const SCHEME: &str = "token-sha-256$";

/// The hash of a random text that a program sends instead of a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Vec<u8>);

impl Token {
    pub fn new(token: &str) -> Self {
        Self(Sha256::digest(token).to_vec())
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        STANDARD.decode(text.strip_prefix(SCHEME)?).ok().map(Self)
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", STANDARD.encode(&self.0))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

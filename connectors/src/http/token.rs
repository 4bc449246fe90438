//! OAuth2's access tokens: fetched once, used until they are about to lapse.

use std::time::Duration;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::error::Place;
use udfs::model::Instant;
use udfs::{Code, Issue};
use url::form_urlencoded::Serializer;

use crate::load::{Secret, Secrets};

/// Of a token whose server does not say.
const USUAL_LIFE: Duration = Duration::from_secs(300);

#[derive(Debug, Clone)]
pub struct Token {
    pub secret: Secret,
    renew_at: Instant,
}

/// What a token server answers with.
#[derive(Deserialize)]
pub struct Granted {
    access_token: String,
    token_type: Option<String>,
    expires_in: Option<serde_json::Value>,
    refresh_token: Option<String>,
}

impl Token {
    pub fn is_fresh(&self, now: Instant) -> bool {
        now < self.renew_at
    }
}

impl Granted {
    /// The token, and a refresh token in place of the one that was sent.
    pub fn take(self, place: Place, now: Instant, secrets: Secrets<'_>) -> Result<(Token, Option<Secret>), Issue> {
        let secret = secrets.received(&self.access_token);
        let refresh = self.refresh_token.as_deref().map(|token| secrets.received(token));
        if self.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            let message = "the token is no bearer token";
            return Err(Issue::error(Code::UnexpectedAnswer, place, message, "have the server hand out bearer tokens"));
        }
        // some servers write the number as a text
        let seconds = self.expires_in.and_then(|life| life.as_u64().or_else(|| life.as_str()?.parse().ok()));
        let life = seconds.map_or(USUAL_LIFE, Duration::from_secs).min(Duration::from_secs(86_400));
        let renew_at = now + TimeDelta::from_std(life * 4 / 5).unwrap_or_default();
        Ok((Token { secret, renew_at }, refresh))
    }
}

pub fn client_credentials(scope: Option<&str>) -> Vec<u8> {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "client_credentials");
    if let Some(scope) = scope {
        form.append_pair("scope", scope);
    }
    form.finish().into_bytes()
}

pub fn refresh(token: &Secret) -> Vec<u8> {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "refresh_token").append_pair("refresh_token", token.expose());
    form.finish().into_bytes()
}

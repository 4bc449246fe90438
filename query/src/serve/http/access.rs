use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use udfs::{Code, Issue, Issues};

use super::Http;
use super::failure::Failure;
use super::listener::Peer;
use crate::output::place;
use crate::serve::read_only::refusal;
use crate::serve::users::{Secret, Token, User, Users};

/// Who asks, and whose rows they see.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub tenant: String,
}

/// Lets requests through that read, of users who are known; logs the others.
pub async fn check(
    State(http): State<Arc<Http>>,
    ConnectInfo(Peer(from)): ConnectInfo<Peer>,
    mut request: Request,
    next: Next,
) -> Response {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let asked = format!("{} {}", request.method(), request.uri());
    let log = &http.server.log;
    let credentials = header.and_then(Credentials::parse);
    let user = match credentials.as_ref().map(|credentials| credentials.user(&http.server.users)).transpose() {
        Ok(user) => user.flatten(),
        Err(issues) => {
            log.defect(&issues.to_string());
            return Failure(issues).into_response();
        }
    };
    let Some(user) = user else {
        let name = credentials.as_ref().map_or("", Credentials::name);
        // a browser asks its user when it is told to
        if header.is_some() || !request.uri().path().eq("/") {
            log.refused(Code::LoginRefused, name, from, &asked);
        }
        return Failure::from(unknown()).into_response();
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        log.refused(Code::ServerReads, &user.name, from, &asked);
        return Failure::from(refusal(format!("{} is not for this server", request.method()))).into_response();
    }
    request.extensions_mut().insert(Visitor { tenant: user.tenant });
    next.run(request).await
}

fn unknown() -> Issue {
    let message = "no user, password or token that is known here";
    Issue::error(Code::LoginRefused, place("request"), message, "log in as a user of the users file, or send a token")
}

enum Credentials {
    Basic { name: String, password: String },
    Bearer(String),
}

impl Credentials {
    fn parse(header: &str) -> Option<Self> {
        let (scheme, value) = header.split_once(' ')?;
        if scheme.eq_ignore_ascii_case("bearer") {
            return Some(Self::Bearer(value.trim().to_string()));
        }
        let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(value.trim()).ok()).flatten()?;
        let text = String::from_utf8(decoded).ok()?;
        let (name, password) = text.split_once(':')?;
        Some(Self::Basic { name: name.to_string(), password: password.to_string() })
    }

    fn name(&self) -> &str {
        match self {
            Self::Basic { name, .. } => name,
            Self::Bearer(_) => "",
        }
    }

    /// The user, where the password or token is theirs. A token may also be sent as a password.
    fn user(&self, users: &Users) -> Result<Option<User>, Issues> {
        let mut known = users.read()?.into_iter();
        Ok(match self {
            Self::Basic { name, password } => known.find(|user| user.name == *name && fits(&user.secret, password)),
            Self::Bearer(token) => {
                let token = Secret::Token(Token::new(token));
                known.find(|user| user.secret == token)
            }
        })
    }
}

fn fits(secret: &Secret, text: &str) -> bool {
    match secret {
        Secret::Password(password) => password.is(text),
        Secret::Token(token) => *token == Token::new(text),
    }
}

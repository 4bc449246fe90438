use reqwest::RequestBuilder;
use udfs::error::Place;
use udfs::{Code, Issue};
use url::Url;

use super::answer::Answer;
use super::ask::Ask;
use super::auth::Auth;
use super::client::Client;
use super::token::{self, Granted, Token};
use crate::load::{Secret, Secrets, Session};

const JSON: &[&str] = &["application/json"];
const FORM: &str = "application/x-www-form-urlencoded";

/// What a request is sent with.
pub enum Proof {
    None,
    Basic(String, Secret),
    Bearer(Secret),
    Header(String, Secret),
    Query(String, Secret),
}

impl Proof {
    /// A key in the address is part of it.
    pub fn address(&self, url: &Url) -> Url {
        let mut url = url.clone();
        if let Proof::Query(name, key) = self {
            url.query_pairs_mut().append_pair(name, key.expose());
        }
        url
    }

    pub fn sign(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Proof::None | Proof::Query(..) => request,
            Proof::Basic(user, password) => request.basic_auth(user, Some(password.expose())),
            Proof::Bearer(token) => request.bearer_auth(token.expose()),
            Proof::Header(name, key) => request.header(name, key.expose()),
        }
    }
}

impl Client {
    pub(super) fn proof(&self, session: &Session<'_>) -> Result<Proof, Issue> {
        let secrets = Secrets { environment: session.environment, redactor: session.redactor };
        let find = |reference: &str| secrets.find(self.place("http.auth"), reference);
        Ok(match self.auth() {
            None => Proof::None,
            Some(Auth::Basic { user, password }) => {
                let password = find(password)?;
                secrets.hide_basic(user, &password);
                Proof::Basic(user.clone(), password)
            }
            Some(Auth::Bearer { token }) => Proof::Bearer(find(token)?),
            Some(Auth::Header { name, key }) => Proof::Header(name.clone(), find(key)?),
            Some(Auth::Query { name, key }) => Proof::Query(name.clone(), find(key)?),
            Some(auth) => Proof::Bearer(self.token(session, auth, secrets)?),
        })
    }

    /// The access token; one at a time asks for a new one.
    fn token(&self, session: &Session<'_>, auth: &Auth, secrets: Secrets<'_>) -> Result<Secret, Issue> {
        let mut kept = self.kept_token();
        if let Some(token) = kept.as_ref().filter(|token| token.is_fresh(session.clock.now())) {
            return Ok(token.secret.clone());
        }
        let token = self.fetch_token(session, auth, secrets)?;
        let secret = token.secret.clone();
        *kept = Some(token);
        Ok(secret)
    }

    fn fetch_token(&self, session: &Session<'_>, auth: &Auth, secrets: Secrets<'_>) -> Result<Token, Issue> {
        let place = || self.place("http.auth");
        let find = |reference: &str| secrets.find(place(), reference);
        let (url, id, secret, form) = match auth {
            Auth::ClientCredentials { token_url, client_id, client_secret, scope } => {
                (token_url, client_id, client_secret, token::client_credentials(scope.as_deref()))
            }
            Auth::RefreshToken { token_url, client_id, client_secret, refresh_token } => {
                (token_url, client_id, client_secret, token::refresh(&find(refresh_token)?))
            }
            _ => return Err(Issue::error(Code::Internal, place(), "this logon has no tokens", "")),
        };
        let url = self.address("http.auth.token_url", url)?;
        let secret = find(secret)?;
        secrets.hide_basic(id, &secret);
        let ask = Ask::send("POST", url, FORM, form).repeatable().types(JSON).statuses(&[400]);
        let proof = Proof::Basic(id.clone(), secret);
        let answer = self.exchange(session, &ask, &proof).map_err(|given_up| given_up.issue)?;
        if !answer.is_success() {
            return Err(self.refused(&answer));
        }
        let (token, replaced) = answer.json::<Granted>()?.take(place(), session.clock.now(), secrets)?;
        if let (Auth::RefreshToken { refresh_token, .. }, Some(new)) = (auth, replaced) {
            secrets.keep(place(), refresh_token, &new)?;
        }
        Ok(token)
    }

    fn refused(&self, answer: &Answer) -> Issue {
        let said = answer.json::<serde_json::Value>().unwrap_or_default();
        let said = said.get("error_description").or(said.get("error")).and_then(|text| text.as_str());
        let message = format!("no token: {}", said.unwrap_or("refused without a reason"));
        let fix = "check client id, secret, scope and refresh token";
        Issue::error(Code::AccessRefused, Place::new(&answer.reference), message, fix)
    }
}

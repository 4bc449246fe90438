use udfs::{Code, Issue};
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::envelope::told;
use super::metadata::Types;
use crate::http::{Answer, Ask, Client};
use crate::load::Session;

const JSON: &[&str] = &["application/json"];
const XML: &[&str] = &["application/xml"];
/// Statuses whose error says more than its number.
const TOLD: &[u16] = &[400, 404, 412, 422];
const CSRF: &str = "x-csrf-token";

/// A service of the gateway.
#[derive(Debug)]
pub struct Service<'a> {
    pub client: &'a Client,
    pub session: &'a Session<'a>,
    /// Ends with a slash.
    pub root: Url,
    /// Of each request, such as `sap-client`.
    pub parameters: Vec<(String, String)>,
}

impl Service<'_> {
    pub fn address(&self, path: &str, query: &[(&str, &str)]) -> Result<Url, Issue> {
        let mut url = self.root.join(path).map_err(|_| internal())?;
        let own = self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        // a gateway takes neither a plus for a space nor a $ that is encoded
        let pair = |(name, value): (&str, &str)| {
            format!("{name}={}", byte_serialize(value.as_bytes()).collect::<String>().replace('+', "%20"))
        };
        let pairs: Vec<String> = own.chain(query.iter().copied()).map(pair).collect();
        url.set_query(Some(&pairs.join("&")).filter(|query| !query.is_empty()).map(String::as_str));
        Ok(url)
    }

    pub fn types(&self, set: &str) -> Result<Types, Issue> {
        let answer = self.client.send(self.session, &Ask::get(self.address("$metadata", &[])?, XML))?;
        Types::of(&answer, set)
    }

    pub fn get(&self, url: Url) -> Result<Answer, Issue> {
        let answer = self.client.send(self.session, &Ask::get(url, JSON).statuses(TOLD))?;
        if answer.is_success() { Ok(answer) } else { Err(told(&answer, "refused without a reason")) }
    }

    /// Where the server says it goes on. The host is ours: behind a proxy a server does not know its own name.
    pub fn next(&self, from: &Answer, next: &str) -> Result<Url, Issue> {
        let there = from.url.join(next).map_err(|_| from.malformed("__next is no address"))?;
        let mut url = self.root.clone();
        url.set_path(there.path());
        url.set_query(there.query());
        Ok(url)
    }

    /// Sends what changes something: with a token that shows that no other page sends it.
    pub fn post(&self, url: &Url) -> Result<Answer, Issue> {
        for attempt in 0..2 {
            let ask = Ask::send("POST", url.clone(), "application/json", Vec::new())
                .types(&[])
                .statuses(&[400, 403, 404, 412, 422]);
            let ask = ask.header("Accept", "application/json").header(CSRF, &self.token()?);
            let answer = self.client.send(self.session, &ask)?;
            let is_stale =
                answer.status == 403 && answer.header(CSRF).is_some_and(|token| token.eq_ignore_ascii_case("required"));
            match answer.status {
                _ if answer.is_success() => return Ok(answer),
                403 if is_stale && attempt == 0 => {}
                403 => {
                    let fix = "give the user the right to change orders there";
                    return Err(Issue {
                        code: Code::AccessRefused,
                        fix: fix.into(),
                        ..told(&answer, "403: this user may not")
                    });
                }
                _ => return Err(told(&answer, "refused without a reason")),
            }
        }
        Err(internal())
    }

    /// The cookies that belong to it are the client's.
    fn token(&self) -> Result<String, Issue> {
        let ask = Ask::get(self.address("", &[])?, &[]).header("Accept", "application/json").header(CSRF, "Fetch");
        let answer = self.client.send(self.session, &ask)?;
        // a service without the check hands out none
        Ok(answer.header(CSRF).unwrap_or_default().to_string())
    }
}

fn internal() -> Issue {
    Issue::error(Code::Internal, udfs::error::Place::new("sap"), "gave up without a reason", "report this")
}

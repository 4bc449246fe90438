use std::sync::{Mutex, PoisonError};

use quick_xml::escape::{escape, partial_escape};
use udfs::error::Place;
use udfs::{Issue, Issues};
use url::Url;
use url::form_urlencoded::byte_serialize;

const MASK: &str = "***";
/// So many characters of a secret say too much of it.
const TELLING: usize = 8;
/// Parameters of addresses that are secrets, whoever gave them.
const PARAMETERS: [&str; 8] =
    ["api_key", "apikey", "key", "securitytoken", "token", "access_token", "password", "client_secret"];

/// Knows every secret of a run, and takes them out of whatever is shown or stored.
#[derive(Default)]
pub struct Redactor(Mutex<Vec<String>>);

impl Redactor {
    /// From now on never to be seen, in any of the forms it is sent in.
    pub fn hide(&self, secret: &str) {
        let encoded: String = byte_serialize(secret.as_bytes()).collect();
        let json = serde_json::Value::from(secret).to_string();
        let forms = [
            secret.to_string(),
            encoded.replace('+', "%20"),
            encoded,
            json[1..json.len() - 1].to_string(),
            escape(secret).into_owned(),
            partial_escape(secret).into_owned(),
        ];
        let mut hidden = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for form in forms.into_iter().filter(|form| !form.is_empty()) {
            if !hidden.contains(&form) {
                hidden.push(form);
            }
        }
        // a secret that holds another must go first
        hidden.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    pub fn clean(&self, text: &str) -> String {
        let hidden = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = hidden.iter().fold(text.to_string(), |text, secret| text.replace(secret, MASK));
        hidden.iter().fold(text, |text, secret| without_beginning(text, secret))
    }

    pub fn issue(&self, issue: Issue) -> Issue {
        let place = Place {
            source: self.clean(&issue.place.source),
            key: issue.place.key.as_deref().map(|key| self.clean(key)),
            ..issue.place
        };
        Issue { message: self.clean(&issue.message), fix: self.clean(&issue.fix), place, ..issue }
    }

    pub fn issues(&self, issues: Issues) -> Issues {
        Issues(issues.0.into_iter().map(|issue| self.issue(issue)).collect())
    }

    pub fn url(&self, url: &Url) -> String {
        let mut shown = url.clone();
        let has_password = shown.password().is_some() && shown.set_password(Some(MASK)).is_ok();
        if url.query().is_some() {
            let pairs: Vec<(String, String)> = url
                .query_pairs()
                .map(|(name, value)| {
                    let secret = PARAMETERS.contains(&name.to_lowercase().as_str());
                    (name.to_string(), if secret { MASK.to_string() } else { value.to_string() })
                })
                .collect();
            if pairs.iter().any(|(_, value)| value == MASK) {
                shown.query_pairs_mut().clear().extend_pairs(pairs);
            }
        }
        debug_assert!(!has_password || shown.password() == Some(MASK));
        self.clean(shown.as_str())
    }
}

/// What was shortened may end within a secret.
fn without_beginning(text: String, secret: &str) -> String {
    let Some(beginning) = secret.char_indices().nth(TELLING).map(|(end, _)| &secret[..end]) else { return text };
    let mut cleaned = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(beginning) {
        let same = rest[start..].chars().zip(secret.chars()).take_while(|(a, b)| a == b);
        let length: usize = same.map(|(a, _)| a.len_utf8()).sum();
        cleaned += &rest[..start];
        cleaned += MASK;
        rest = &rest[start + length..];
    }
    cleaned + rest
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

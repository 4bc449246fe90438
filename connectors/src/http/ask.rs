use url::Url;

/// As a content type: a page of a server that is too busy for its own interface.
pub const HTML_IS_BUSY: &str = "text/html";

/// One request, and what counts as its answer.
#[derive(Debug, Clone)]
pub struct Ask {
    pub method: &'static str,
    pub url: Url,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    /// Content types of answers, without parameters; empty: any.
    pub types: &'static [&'static str],
    /// Statuses that the caller reads itself, besides 2xx; if the content type fits.
    pub statuses: &'static [u16],
    /// Whether the request may be sent twice.
    pub repeatable: bool,
    /// A content type that means that the server is busy, and is worth another try.
    pub busy_type: Option<&'static str>,
}

impl Ask {
    pub fn get(url: Url, types: &'static [&'static str]) -> Self {
        Self {
            method: "GET",
            url,
            headers: Vec::new(),
            body: None,
            types,
            statuses: &[],
            repeatable: true,
            busy_type: None,
        }
    }

    /// Never sent twice, unless the server says that it did nothing; see [`Ask::repeatable`].
    pub fn send(method: &'static str, url: Url, content_type: &str, body: Vec<u8>) -> Self {
        let headers = vec![("Content-Type".to_string(), content_type.to_string())];
        Self { method, headers, body: Some(body), repeatable: false, ..Self::get(url, &[]) }
    }

    /// A request that reads, or that changes the same thing however often it is sent.
    pub fn repeatable(self) -> Self {
        Self { repeatable: true, ..self }
    }

    pub fn types(self, types: &'static [&'static str]) -> Self {
        Self { types, ..self }
    }

    pub fn statuses(self, statuses: &'static [u16]) -> Self {
        Self { statuses, ..self }
    }

    pub fn busy_type(self, busy: &'static str) -> Self {
        Self { busy_type: Some(busy), ..self }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Only if it is not the version that is known already: the answer may be [`super::Answer::is_known`].
    pub fn unless(self, etag: Option<&str>) -> Self {
        match etag {
            Some(etag) => self.header("If-None-Match", etag),
            None => self,
        }
    }

    /// Whether an answer of this content type is one. `x/y+json` is `application/json`, too.
    pub(super) fn takes(&self, content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let suffix = essence.rsplit_once('+').map(|(_, suffix)| format!("application/{suffix}"));
        self.types.is_empty() || self.types.iter().any(|known| *known == essence || suffix.as_deref() == Some(known))
    }
}

use udfs::error::Place;
use udfs::{Code, Issue};
use url::Url;

/// An address of a configuration: of a server, without a password.
pub fn address(place: Place, text: &str) -> Result<Url, Issue> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let no_address = || Issue::error(Code::OutOfRange, place.clone(), "no address", "write https://host/path");
    let url = url.ok_or_else(no_address)?;
    if url.password().is_some() {
        let message = "a password in the configuration";
        return Err(Issue::error(Code::SecretUnsafe, place, message, "give it as http.auth"));
    }
    Ok(url)
}

//! The library's client as a job configures it.

use std::path::Path;

use reqwest::{Certificate, Identity, Proxy, redirect};
use udfs::{Code, Issue};
use url::Url;

use super::settings::{Limits, Settings};
use crate::load::{Job, Secrets};

const MAX_REDIRECTS: usize = 5;

pub fn build(job: &Job, settings: &Settings, limits: &Limits, secrets: Secrets<'_>) -> Result<reqwest::Client, Issue> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("heatsched/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect_timeout)
        .redirect(redirect::Policy::custom(within_host))
        .cookie_store(true);
    if let Some(path) = &settings.ca_file {
        for certificate in authorities(job, &job.base.join(path))? {
            builder = builder.add_root_certificate(certificate);
        }
    }
    if let Some(reference) = &settings.client_certificate {
        let pem = secrets.find(job.place().column("http.client_certificate"), reference)?;
        builder = builder.identity(Identity::from_pem(pem.expose().as_bytes()).map_err(|_| {
            job.refuse("http.client_certificate", "no certificate and private key", "give both as PEM in one file")
        })?);
    }
    builder = match settings.proxy.as_deref() {
        None => builder,
        Some("none") => builder.no_proxy(),
        Some(address) => builder.proxy(proxy(job, settings, address, secrets)?),
    };
    builder.build().map_err(|e| {
        let fix = "check ca_file, client_certificate and proxy";
        Issue::error(Code::OutOfRange, job.place().column("http"), e.to_string(), fix)
    })
}

fn authorities(job: &Job, path: &Path) -> Result<Vec<Certificate>, Issue> {
    let place = || job.place().column("http.ca_file");
    let shown = path.display();
    let pem = std::fs::read(path)
        .map_err(|e| Issue::error(Code::Io, place(), format!("{shown}: {e}"), "check the path of the certificates"))?;
    let found = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if found.is_empty() {
        let fix = "give certificates that begin with -----BEGIN CERTIFICATE-----";
        return Err(Issue::error(Code::Malformed, place(), format!("{shown} holds no certificate"), fix));
    }
    Ok(found)
}

fn proxy(job: &Job, settings: &Settings, address: &str, secrets: Secrets<'_>) -> Result<Proxy, Issue> {
    let refuse = |message: &str| job.refuse("http.proxy", message, "http://proxy.example:3128, with proxy_user beside");
    let url = Url::parse(address).map_err(|_| refuse("no address"))?;
    if let Some(password) = url.password() {
        secrets.redactor.hide(password);
        return Err(refuse("a password in the configuration"));
    }
    let proxy = Proxy::all(url).map_err(|_| refuse("no address"))?;
    match (&settings.proxy_user, &settings.proxy_password) {
        (Some(user), Some(password)) => {
            let password = secrets.find(job.place().column("http.proxy_password"), password)?;
            Ok(proxy.basic_auth(user, password.expose()))
        }
        _ => Ok(proxy),
    }
}

/// Elsewhere is a logon page, and no place for our credentials.
fn within_host(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let stays = attempt.previous().first().is_some_and(|first| first.origin() == attempt.url().origin());
    if stays && attempt.previous().len() <= MAX_REDIRECTS { attempt.follow() } else { attempt.stop() }
}

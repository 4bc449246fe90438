use ::opcua::crypto::X509;
use ::opcua::types::EndpointDescription;
use udfs::model::Instant;
use url::Url;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// Why a server's certificate is not one of this server, now. The library's own check takes the names in one order only,
/// and certificates come with any.
pub fn misfit(certificate: &X509, endpoint: &EndpointDescription, now: Instant) -> Option<String> {
    if certificate.is_time_valid(&now).is_err() {
        return Some("it is not valid at this time".into());
    }
    let (names, uris) = names(certificate).unwrap_or_default();
    let url = Url::parse(endpoint.endpoint_url.as_ref()).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    if !names.iter().any(|name| name.eq_ignore_ascii_case(host)) {
        return Some(format!("it is for {}, not for {host}", names.join(", ")));
    }
    let uri = endpoint.server.application_uri.as_ref();
    let is_its_own = uris.iter().any(|known| known == uri);
    (!is_its_own).then(|| format!("it is for {}, not for {uri}", uris.join(", ")))
}

/// Hosts and URIs that a certificate is for.
fn names(certificate: &X509) -> Option<(Vec<String>, Vec<String>)> {
    let parsed = Certificate::from_der(&certificate.to_der().ok()?).ok()?;
    let (_, SubjectAltName(all)) = parsed.tbs_certificate.get::<SubjectAltName>().ok()??;
    let (mut hosts, mut uris) = (Vec::new(), Vec::new());
    for name in all {
        match name {
            GeneralName::DnsName(name) => hosts.push(name.to_string()),
            GeneralName::IpAddress(octets) => hosts.extend(address(octets.as_bytes())),
            GeneralName::UniformResourceIdentifier(uri) => uris.push(uri.to_string()),
            _ => {}
        }
    }
    Some((hosts, uris))
}

fn address(octets: &[u8]) -> Option<String> {
    let four = || <[u8; 4]>::try_from(octets).ok().map(|octets| std::net::Ipv4Addr::from(octets).to_string());
    let sixteen = || <[u8; 16]>::try_from(octets).ok().map(|octets| format!("[{}]", std::net::Ipv6Addr::from(octets)));
    four().or_else(sixteen)
}

//! Our certificate and key, and the servers' certificates that people trust: a folder with `own`, `private` and `trusted`.

use std::path::{Path, PathBuf};

use ::opcua::crypto::{CertificateStore, X509, X509Data};
use udfs::error::Place;
use udfs::{Code, Issue};

use crate::load::sha256;

const OWN: &str = "own/cert.der";
const KEY: &str = "private/private.pem";
const KEY_BITS: u32 = 2_048;
const DAYS: u32 = 3_650;

#[derive(Debug, Clone)]
pub struct Certificates(PathBuf);

impl Certificates {
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_path_buf())
    }

    fn failed(&self, message: impl Into<String>) -> Issue {
        let fix = "check the folder of certificates and its permissions";
        Issue::error(Code::Io, Place::new(self.0.display().to_string()), message, fix)
    }

    pub fn own_path(&self) -> PathBuf {
        self.0.join(OWN)
    }

    /// Our own certificate; made with its key when there is none yet.
    pub fn own(&self, application_uri: &str) -> Result<X509, Issue> {
        let (certificate, key) = (self.own_path(), self.0.join(KEY));
        if !certificate.exists() && !key.exists() {
            self.private_folder()?;
            let data = X509Data {
                key_size: KEY_BITS,
                common_name: "heatsched".into(),
                organization: "heatsched".into(),
                organizational_unit: "heatsched".into(),
                country: "US".into(),
                state: "IL".into(),
                alt_host_names: X509Data::alt_host_names(application_uri, None, false, true, false),
                certificate_duration_days: DAYS,
            };
            CertificateStore::create_certificate_and_key(&data, false, &certificate, &key)
                .map_err(|e| self.failed(e))?;
        }
        let own = CertificateStore::read_cert(&certificate).map_err(|e| self.failed(e))?;
        own.is_application_uri_valid(application_uri).map_err(|_| {
            let message = format!("{} is not for application_uri {application_uri}", certificate.display());
            Issue { fix: "set application_uri to the URI of the certificate".into(), ..self.failed(message) }
        })?;
        Ok(own)
    }

    /// Only its owner may look into it, before a key is in it.
    fn private_folder(&self) -> Result<(), Issue> {
        let folder = self.0.join("private");
        std::fs::create_dir_all(&folder).map_err(|e| self.failed(e.to_string()))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700))
                .map_err(|e| self.failed(e.to_string()))?;
        }
        Ok(())
    }

    fn trusted_path(&self, certificate: &X509) -> PathBuf {
        self.0.join("trusted").join(CertificateStore::cert_file_name(certificate))
    }

    pub fn trusts(&self, certificate: &X509) -> bool {
        let stored = std::fs::read(self.trusted_path(certificate)).ok();
        stored.is_some() && stored == certificate.to_der().ok()
    }

    pub fn trust(&self, certificate: &X509) -> Result<PathBuf, Issue> {
        let path = self.trusted_path(certificate);
        let der = certificate.to_der().map_err(|e| self.failed(e.to_string()))?;
        let io = |e: std::io::Error| self.failed(e.to_string());
        std::fs::create_dir_all(self.0.join("trusted")).map_err(io)?;
        let rejected = self.0.join("rejected").join(CertificateStore::cert_file_name(certificate));
        if rejected.exists() {
            std::fs::remove_file(rejected).map_err(io)?;
        }
        std::fs::write(&path, der).map_err(io)?;
        Ok(path)
    }
}

/// SHA-256 of a certificate, as people compare it.
pub fn fingerprint(certificate: &X509) -> String {
    sha256(&certificate.to_der().unwrap_or_default())
}

/// Two spellings of one fingerprint: with colons or spaces, in either case.
pub fn same_fingerprint(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_hexdigit).map(|digit| digit.to_ascii_lowercase()).collect()
    };
    !plain(one).is_empty() && plain(one) == plain(other)
}

//! Why there is no session, in words that say what to do.

use ::opcua::crypto::X509;
use ::opcua::types::{EndpointDescription, Error, StatusCode};
use udfs::error::Place;
use udfs::{Code, Issue};

use super::certificates::{Certificates, fingerprint};
use super::settings::Target;

pub struct Refusal<'a>(pub &'a Target);

impl Refusal<'_> {
    fn issue(&self, code: Code, message: impl Into<String>, fix: impl Into<String>) -> Issue {
        Issue::error(code, Place::new(&self.0.endpoint), message, fix)
    }

    pub fn configuration(&self, message: &str) -> Issue {
        self.issue(Code::OutOfRange, message, "correct the job's settings")
    }

    pub fn silent(&self) -> Issue {
        let message = format!("no session within {} s", self.0.connect_timeout.as_secs_f32());
        self.issue(
            Code::Unreachable,
            message,
            "check the address, the network and the server's log; or raise connect_timeout",
        )
    }

    pub fn unreachable(&self, error: &Error) -> Issue {
        let message = format!("the server does not say how to talk to it: {error}");
        self.issue(Code::Unreachable, message, "check the address, the network and whether the server runs")
    }

    pub fn not_offered(&self, offered: &[EndpointDescription]) -> Issue {
        let shown = |endpoint: &EndpointDescription| {
            let policy = endpoint.security_policy_uri.as_ref().rsplit('#').next().unwrap_or_default();
            format!("{} {:?} {policy}", endpoint.endpoint_url, endpoint.security_mode)
        };
        let list = offered.iter().map(shown).collect::<Vec<_>>().join(", ");
        let message =
            format!("the server does not offer {:?} {}; it offers {list}", self.0.mode, self.0.policy.to_str());
        self.issue(Code::AccessRefused, message, "enable that policy in the server, or set policy to one it offers")
    }

    pub fn no_certificate(&self) -> Issue {
        let fix = "give the server a certificate";
        self.issue(Code::AccessRefused, "the server has no certificate that can be read", fix)
    }

    pub fn not_trusted(&self, certificate: &X509) -> Issue {
        let print = fingerprint(certificate);
        let message = format!("the server's certificate \"{}\" is not trusted: {print}", certificate.subject_name());
        let fix = format!("compare it at the server, then: heatsched load trust {} --fingerprint {print}", self.0.job);
        self.issue(Code::AccessRefused, message, fix)
    }

    pub fn misfit(&self, why: &str) -> Issue {
        let message = format!("the server's certificate is not one of this server: {why}");
        self.issue(
            Code::AccessRefused,
            message,
            "renew it, or use the name it is for; check_host = false takes it as it is",
        )
    }

    /// The server ended the session before it began.
    pub fn refused(&self, status: StatusCode) -> Issue {
        let name = status.to_string();
        match status {
            StatusCode::BadCertificateUntrusted
            | StatusCode::BadSecurityChecksFailed
            | StatusCode::BadCertificateInvalid
            | StatusCode::BadCertificateChainIncomplete => {
                let own = Certificates::new(&self.0.certificates);
                let print = own.own(&self.0.application_uri).map(|own| fingerprint(&own)).unwrap_or_default();
                let fix = format!("have the server trust {}, {print}", own.own_path().display());
                self.issue(Code::AccessRefused, format!("the server refuses our certificate: {name}"), fix)
            }
            StatusCode::BadUserAccessDenied
            | StatusCode::BadIdentityTokenRejected
            | StatusCode::BadIdentityTokenInvalid => {
                let fix = "check user and password, and what the server allows";
                self.issue(Code::AccessRefused, format!("the server refuses the user: {name}"), fix)
            }
            _ => {
                let fix = "see the server's log; one that trusts no client closes the connection without a word";
                self.issue(Code::Unreachable, format!("the server ended the session: {name}"), fix)
            }
        }
    }
}

use std::process::Command;

use super::{PASSWORD, Served};
use crate::cli::Bench;

/// A certificate for localhost, made by OpenSSL, which is not ours.
fn certified(bench: &Bench) {
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
    ]);
    openssl.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]);
    let output = openssl.current_dir(bench.path(".")).output().expect("openssl is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn served() -> Served {
    let bench = Bench::with_warehouse();
    bench.run_with_input(&["user", "anna", "--users", "users"], PASSWORD).succeeds();
    certified(&bench);
    Served::over(bench, &["--http", "127.0.0.1:0", "--tls-certificate", "cert.pem", "--tls-key", "key.pem"])
}

/// What OpenSSL says of a connection.
fn shaken(arguments: &[&str], address: &str, certificate: &std::path::Path) -> String {
    let mut openssl = Command::new("openssl");
    openssl.args(["s_client", "-brief", "-verify_return_error", "-connect", address]).args(arguments);
    let output = openssl.arg("-CAfile").arg(certificate).stdin(std::process::Stdio::null()).output();
    let output = output.expect("openssl is installed");
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

#[test]
fn both_protocols_by_tls() {
    let mut served = served();
    let certificate = served.bench.path("cert.pem");
    let address = format!("127.0.0.1:{}", served.postgres);
    let asked = shaken(&["-starttls", "postgres"], &address, &certificate);
    assert!(asked.contains("Verification: OK"), "{asked}");
    let direct = shaken(&["-alpn", "postgresql"], &address, &certificate);
    assert!(direct.contains("Verification: OK"), "{direct}");
    let address = format!("127.0.0.1:{}", served.http());
    let http = shaken(&["-alpn", "http/1.1"], &address, &certificate);
    assert!(http.contains("Verification: OK"), "{http}");
}

#[test]
fn files_that_are_no_certificate_are_named() {
    let bench = Bench::with_warehouse();
    bench.run_with_input(&["user", "anna", "--users", "users"], PASSWORD).succeeds();
    bench.write("cert.pem", "no certificate");
    let arguments = [
        "serve",
        "--users",
        "users",
        "--postgres",
        "127.0.0.1:0",
        "--tls-certificate",
        "cert.pem",
        "--tls-key",
        "cert.pem",
    ];
    let ran = bench.run(&arguments).ends_with_code(1);
    assert!(ran.stderr.contains("error[HS1001]: cert.pem"), "{}", ran.stderr);
}

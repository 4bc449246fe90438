use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use udfs::Issues;

use super::cancel::Cancel;
use super::{Context, Exit, source};
use crate::serve::{Settings, serve, tls};

const EXAMPLES: &str = "\
Examples:
  heatsched user anna --users users                               a password, typed or piped
  heatsched serve --users users                                   for clients on this machine
  psql 'host=localhost user=anna dbname=heatsched' -c 'SELECT * FROM savings'
  heatsched serve --users users --http 127.0.0.1:8080             http://127.0.0.1:8080/ in a browser, /odata/ in Excel
  heatsched serve --users users --postgres 0.0.0.0:5432 --tls-certificate cert.pem --tls-key key.pem

It only reads: loading and planning go on beside it, and each statement sees the newest commit of the warehouse. A user sees
the rows of one tenant. Ctrl-C and SIGTERM let statements that run end. What is refused is told on standard error.";

/// Serve the warehouse to clients of PostgreSQL, to spreadsheets, BI and browsers
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Address for clients of PostgreSQL [default: 127.0.0.1:5432, without --http]
    #[arg(long, value_name = "ADDRESS", default_value_if("http", clap::builder::ArgPredicate::IsPresent, None))]
    #[arg(default_value = "127.0.0.1:5432", hide_default_value = true)]
    postgres: Option<SocketAddr>,
    /// Address for OData, CSV, JSON, Prometheus and browsers
    #[arg(long, value_name = "ADDRESS")]
    http: Option<SocketAddr>,
    /// File of the users, as heatsched user writes it
    #[arg(long, value_name = "FILE", env = "HEATSCHED_USERS", hide_env_values = true)]
    users: PathBuf,
    /// Certificate and its chain, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Key of the certificate, PEM
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Let other machines connect without TLS
    #[arg(long)]
    without_tls: bool,
    /// Memory for queries and for the rows of views
    #[arg(long, value_name = "MB", default_value_t = 2048, value_parser = clap::value_parser!(u32).range(64..))]
    memory_mb: u32,
    /// Most connections at once
    #[arg(long, value_name = "N", default_value_t = 100)]
    max_connections: usize,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let warehouse = source::open(context)?;
    let cancel = Cancel::watch(&context.runtime);
    let tls = args.tls_certificate.clone().zip(args.tls_key.clone());
    let settings = Settings {
        postgres: args.postgres,
        http: args.http,
        users: args.users.clone(),
        tls: tls.map(|(certificate, key)| tls::Files { certificate, key }),
        without_tls: args.without_tls,
        memory_mb: args.memory_mb as usize,
        max_connections: args.max_connections,
    };
    let ended = async {
        while !cancel.is_asked() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    context.runtime.block_on(serve(warehouse, &settings, &context.reporter, ended))?;
    Ok(Exit::Done)
}

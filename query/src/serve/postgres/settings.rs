use std::sync::Arc;

use async_trait::async_trait;
use datafusion::common::{DFSchema, ParamValues};
use datafusion::logical_expr::{EmptyRelation, LogicalPlan};
use datafusion::prelude::SessionContext;
use datafusion::sql::sqlparser::ast::{Set, Statement};
use datafusion_postgres::QueryHook;
use datafusion_postgres::hooks::HookClient;
use datafusion_postgres::pgwire::api::results::{DataRowEncoder, FieldFormat, FieldInfo, QueryResponse, Response, Tag};
use datafusion_postgres::pgwire::api::store::PortalStore;
use datafusion_postgres::pgwire::api::{ClientInfo, Type};
use datafusion_postgres::pgwire::error::PgWireResult;
use datafusion_postgres::pgwire::messages::PgWireBackendMessage;
use datafusion_postgres::pgwire::messages::response::TransactionStatus;
use datafusion_postgres::pgwire::messages::startup::ParameterStatus;

use super::errors::invalid;
use super::zone;
use crate::serve::catalog::setting;

/// Of what a client keeps of its session. Who is logged in is none of it.
const KEPT: [&str; 3] = ["user", "database", "client_encoding"];

/// Statements about the session that the library leaves to others: pools reset it, drivers set savepoints and zones.
#[derive(Debug)]
pub struct Settings;

impl Settings {
    async fn answer(
        statement: &Statement,
        context: &SessionContext,
        client: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        match statement {
            Statement::Discard { object_type } => {
                client.portal_store().clear_portals();
                client.metadata_mut().retain(|name, _| KEPT.contains(&name.as_str()));
                zone::set(client.metadata_mut(), context, chrono_tz::Tz::UTC);
                Some(done(&format!("DISCARD {object_type}")))
            }
            Statement::Reset(_) => {
                zone::set(client.metadata_mut(), context, chrono_tz::Tz::UTC);
                Some(done("RESET"))
            }
            Statement::Deallocate { name, .. } => {
                client.portal_store().rm_statement(&name.value);
                Some(done("DEALLOCATE"))
            }
            Statement::Savepoint { .. } => Some(done("SAVEPOINT")),
            Statement::ReleaseSavepoint { .. } => Some(done("RELEASE")),
            Statement::Rollback { savepoint: Some(_), .. } => {
                client.set_transaction_status(TransactionStatus::Transaction);
                Some(Ok(Response::TransactionStart(Tag::new("ROLLBACK"))))
            }
            Statement::ShowVariable { variable } => {
                let words: Vec<&str> = variable.iter().map(|word| word.value.as_str()).collect();
                let name = words.join("_").to_lowercase();
                setting(name.trim_end_matches("_level")).map(|value| row(&name, value))
            }
            Statement::Set(set) => Some(set_zone(&zone_of(set)?, context, client).await),
            _ => None,
        }
    }
}

fn done(tag: &str) -> PgWireResult<Response> {
    Ok(Response::Execution(Tag::new(tag)))
}

fn row(name: &str, value: &str) -> PgWireResult<Response> {
    let field = FieldInfo::new(name.to_string(), None, None, Type::TEXT, FieldFormat::Text);
    let fields = Arc::new(vec![field]);
    let mut encoder = DataRowEncoder::new(Arc::clone(&fields));
    encoder.encode_field(&value)?;
    let rows = futures::stream::iter([Ok(encoder.take_row())]);
    Ok(Response::Query(QueryResponse::new(fields, rows)))
}

/// The zone that is set, as written.
fn zone_of(set: &Set) -> Option<String> {
    match set {
        Set::SetTimeZone { value, .. } => Some(value.to_string()),
        Set::SingleAssignment { variable, values, .. } if variable.to_string().eq_ignore_ascii_case("timezone") => {
            values.first().map(ToString::to_string)
        }
        _ => None,
    }
}

async fn set_zone(name: &str, context: &SessionContext, client: &mut dyn HookClient) -> PgWireResult<Response> {
    let zone = zone::find(name).ok_or_else(|| invalid(format!("there is no time zone {name}")))?;
    zone::set(client.metadata_mut(), context, zone);
    let status = ParameterStatus::new("TimeZone".to_string(), zone.name().to_string());
    client.send_message(PgWireBackendMessage::ParameterStatus(status)).await?;
    done("SET")
}

/// Whether the statement is answered here: then it needs no plan.
fn is_ours(statement: &Statement) -> bool {
    match statement {
        Statement::Discard { .. }
        | Statement::Reset(_)
        | Statement::Deallocate { .. }
        | Statement::Savepoint { .. }
        | Statement::ReleaseSavepoint { .. }
        | Statement::Rollback { savepoint: Some(_), .. } => true,
        Statement::Set(set) => zone_of(set).is_some(),
        _ => false,
    }
}

#[async_trait]
impl QueryHook for Settings {
    async fn handle_simple_query(
        &self,
        statement: &Statement,
        context: &SessionContext,
        client: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        Self::answer(statement, context, client).await
    }

    async fn handle_extended_parse_query(
        &self,
        statement: &Statement,
        _: &SessionContext,
        _: &(dyn ClientInfo + Send + Sync),
    ) -> Option<PgWireResult<LogicalPlan>> {
        let nothing = EmptyRelation { produce_one_row: false, schema: Arc::new(DFSchema::empty()) };
        is_ours(statement).then_some(Ok(LogicalPlan::EmptyRelation(nothing)))
    }

    async fn handle_extended_query(
        &self,
        statement: &Statement,
        _: &LogicalPlan,
        _: &ParamValues,
        context: &SessionContext,
        client: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        Self::answer(statement, context, client).await
    }
}

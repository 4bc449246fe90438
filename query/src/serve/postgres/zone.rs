use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::DataType;
use async_trait::async_trait;
use chrono_tz::Tz;
use datafusion::common::{ParamValues, Result};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, cast};
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::Statement;
use datafusion_postgres::QueryHook;
use datafusion_postgres::arrow_pg::datatypes::df::encode_dataframe;
use datafusion_postgres::hooks::HookClient;
use datafusion_postgres::pgwire::api::ClientInfo;
use datafusion_postgres::pgwire::api::portal::Format;
use datafusion_postgres::pgwire::api::results::Response;
use datafusion_postgres::pgwire::error::{PgWireError, PgWireResult};
use datafusion_postgres::pgwire::types::format::FormatOptions;

use crate::serve::catalog;

/// Of the client's metadata: the zone of its session.
const TIME_ZONE: &str = "timezone";

/// Tells the times of a query's rows in the zone of the session, as Postgres does. The library tells them in UTC.
#[derive(Debug)]
pub struct Zoned;

/// A client may name its zone when it connects.
pub fn at_login<C: ClientInfo>(client: &mut C, context: &SessionContext) {
    let named = client.metadata().iter().find(|(name, _)| name.eq_ignore_ascii_case("timezone"));
    let zone = named.and_then(|(_, zone)| find(zone)).unwrap_or(Tz::UTC);
    set(client.metadata_mut(), context, zone);
}

pub fn find(name: &str) -> Option<Tz> {
    let name = name.trim_matches(['\'', '"']);
    match name.to_ascii_lowercase().as_str() {
        "default" | "local" | "z" => Some(Tz::UTC),
        lower => chrono_tz::TZ_VARIANTS.into_iter().find(|zone| zone.name().eq_ignore_ascii_case(lower)),
    }
}

pub fn set(metadata: &mut HashMap<String, String>, context: &SessionContext, zone: Tz) {
    metadata.insert(TIME_ZONE.to_string(), zone.name().to_string());
    // times without an offset are of this zone too
    context.state_ref().write().config_mut().options_mut().execution.time_zone = Some(zone.name().to_string());
    catalog::in_zone(context, zone.name());
}

pub fn of(metadata: &HashMap<String, String>) -> Option<&str> {
    metadata.get(TIME_ZONE).map(String::as_str).filter(|zone| !zone.ends_with("UTC"))
}

/// The plan, with its instants told in the session's zone.
pub fn told_in(metadata: &HashMap<String, String>, plan: LogicalPlan) -> PgWireResult<LogicalPlan> {
    let Some(zone) = of(metadata) else { return Ok(plan) };
    in_zone(plan, zone).map_err(|e| PgWireError::ApiError(Box::new(e)))
}

fn in_zone(plan: LogicalPlan, zone: &str) -> Result<LogicalPlan> {
    let is_instant = |data_type: &DataType| matches!(data_type, DataType::Timestamp(_, Some(_)));
    if !plan.schema().fields().iter().any(|field| is_instant(field.data_type())) {
        return Ok(plan);
    }
    let columns = plan.schema().iter().map(|(qualifier, field)| {
        let column = Expr::from((qualifier, field));
        match field.data_type() {
            DataType::Timestamp(unit, Some(_)) => {
                cast(column, DataType::Timestamp(*unit, Some(zone.into()))).alias(field.name())
            }
            _ => column,
        }
    });
    let columns: Vec<Expr> = columns.collect();
    LogicalPlanBuilder::from(plan).project(columns)?.build()
}

impl Zoned {
    async fn answer(
        statement: &Statement,
        context: &SessionContext,
        zone: &str,
    ) -> Result<datafusion::prelude::DataFrame> {
        let plan = context.state().statement_to_plan(Parsed::Statement(Box::new(statement.clone()))).await?;
        context.execute_logical_plan(in_zone(plan, zone)?).await
    }
}

#[async_trait]
impl QueryHook for Zoned {
    async fn handle_simple_query(
        &self,
        statement: &Statement,
        context: &SessionContext,
        client: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        let zone = of(client.metadata()).filter(|_| matches!(statement, Statement::Query(_)))?;
        let frame = match Self::answer(statement, context, zone).await {
            Ok(frame) => frame,
            Err(error) => return Some(Err(PgWireError::ApiError(Box::new(error)))),
        };
        let options = Arc::new(FormatOptions::from_client_metadata(client.metadata()));
        Some(encode_dataframe(frame, &Format::UnifiedText, Some(options)).await.map(Response::Query))
    }

    /// Done by the parser of the connection.
    async fn handle_extended_parse_query(
        &self,
        _: &Statement,
        _: &SessionContext,
        _: &(dyn ClientInfo + Send + Sync),
    ) -> Option<PgWireResult<LogicalPlan>> {
        None
    }

    async fn handle_extended_query(
        &self,
        _: &Statement,
        _: &LogicalPlan,
        _: &ParamValues,
        _: &SessionContext,
        _: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        None
    }
}

use std::sync::Arc;

use async_trait::async_trait;
use bytes::{BufMut, BytesMut};
use datafusion::common::{DFSchema, ParamValues};
use datafusion::logical_expr::{EmptyRelation, LogicalPlan};
use datafusion::prelude::SessionContext;
use datafusion::sql::sqlparser::ast::{CopyOption, CopySource, CopyTarget, Query, Statement};
use datafusion_postgres::QueryHook;
use datafusion_postgres::arrow_pg::datatypes::df::encode_dataframe;
use datafusion_postgres::hooks::HookClient;
use datafusion_postgres::pgwire::api::ClientInfo;
use datafusion_postgres::pgwire::api::portal::Format;
use datafusion_postgres::pgwire::api::results::{CopyResponse, Response};
use datafusion_postgres::pgwire::error::{PgWireError, PgWireResult};
use datafusion_postgres::pgwire::messages::copy::CopyData;
use datafusion_postgres::pgwire::messages::data::DataRow;
use futures::{StreamExt, stream};

use super::errors::unsupported;

/// Of a copy in binary form: a signature, no flags, nothing more.
const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const BINARY: i8 = 1;

/// `COPY (SELECT ...) TO STDOUT (FORMAT binary)`, as ADBC and DuckDB read.
#[derive(Debug)]
pub struct CopyOut;

/// The query whose rows are copied to the client; nothing of another copy.
pub fn copied(statement: &Statement) -> Option<(&Query, bool)> {
    match statement {
        Statement::Copy { source: CopySource::Query(query), to: true, target: CopyTarget::Stdout, options, .. } => {
            let is_binary = |option: &CopyOption| matches!(option, CopyOption::Format(form) if form.value.eq_ignore_ascii_case("binary"));
            Some((query, options.iter().any(is_binary)))
        }
        _ => None,
    }
}

async fn answer(query: &Query, context: &SessionContext) -> PgWireResult<Response> {
    let frame = context.sql(&query.to_string()).await.map_err(|e| PgWireError::ApiError(Box::new(e)))?;
    let columns = frame.schema().fields().len();
    let rows = encode_dataframe(frame, &Format::UnifiedBinary, None).await?.data_rows;
    let mut rows = rows.map(|row| Ok::<_, PgWireError>(tuple(&row?)));
    // the head comes with the first row, as clients are used to from PostgreSQL
    let first = rows.next().await.transpose()?.unwrap_or_default();
    let first = BytesMut::from(&[HEAD, &first].concat()[..]);
    let copied = stream::iter([Ok(first)]).chain(rows).map(|bytes| Ok(CopyData::new(bytes?.freeze())));
    Ok(Response::CopyOut(CopyResponse::new(BINARY, columns, copied)))
}

/// A row of a copy is that of a result after its number of columns.
fn tuple(row: &DataRow) -> BytesMut {
    let mut bytes = BytesMut::with_capacity(row.data.len() + 2);
    bytes.put_i16(row.field_count);
    bytes.extend_from_slice(&row.data);
    bytes
}

async fn answer_if_copied(statement: &Statement, context: &SessionContext) -> Option<PgWireResult<Response>> {
    match copied(statement)? {
        (query, true) => Some(answer(query, context).await),
        (_, false) => Some(Err(unsupported("COPY is answered in FORMAT binary alone; read the query itself instead"))),
    }
}

#[async_trait]
impl QueryHook for CopyOut {
    async fn handle_simple_query(
        &self,
        statement: &Statement,
        context: &SessionContext,
        _: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        answer_if_copied(statement, context).await
    }

    async fn handle_extended_parse_query(
        &self,
        statement: &Statement,
        _: &SessionContext,
        _: &(dyn ClientInfo + Send + Sync),
    ) -> Option<PgWireResult<LogicalPlan>> {
        let nothing = EmptyRelation { produce_one_row: false, schema: Arc::new(DFSchema::empty()) };
        copied(statement).map(|_| Ok(LogicalPlan::EmptyRelation(nothing)))
    }

    async fn handle_extended_query(
        &self,
        statement: &Statement,
        _: &LogicalPlan,
        _: &ParamValues,
        context: &SessionContext,
        _: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        answer_if_copied(statement, context).await
    }
}

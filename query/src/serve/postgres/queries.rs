use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::sqlparser::ast::Statement;
use datafusion_postgres::pgwire::api::portal::{Format, Portal};
use datafusion_postgres::pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use datafusion_postgres::pgwire::api::results::{FieldInfo, Response};
use datafusion_postgres::pgwire::api::stmt::QueryParser;
use datafusion_postgres::pgwire::api::store::{Entry, PortalStore};
use datafusion_postgres::pgwire::api::{ClientInfo, ClientPortalStore, DEFAULT_NAME, Type};
use datafusion_postgres::pgwire::error::{PgWireError, PgWireResult};
use datafusion_postgres::pgwire::messages::PgWireBackendMessage;
use datafusion_postgres::pgwire::messages::extendedquery::{Bind, BindComplete};
use futures::{Sink, SinkExt};

use super::connection::Session;
use super::errors::fatal;
use super::{parameters, zone};
use crate::serve::catalog::plannable;

pub type Prepared = (String, Option<(Statement, LogicalPlan)>);

/// The statements of one connection. Nothing is answered before somebody has logged in.
pub struct Queries {
    pub session: Arc<OnceLock<Session>>,
}

fn session(session: &OnceLock<Session>) -> PgWireResult<&Session> {
    session.get().ok_or_else(|| fatal("28000", "log in first"))
}

#[async_trait]
impl SimpleQueryHandler for Queries {
    async fn do_query<C>(&self, client: &mut C, query: &str) -> PgWireResult<Vec<Response>>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        SimpleQueryHandler::do_query(&session(&self.session)?.service, client, &plannable(query)).await
    }
}

#[async_trait]
impl ExtendedQueryHandler for Queries {
    type Statement = Prepared;
    type QueryParser = Parser;

    fn query_parser(&self) -> Arc<Parser> {
        Arc::new(Parser(Arc::clone(&self.session)))
    }

    async fn on_bind<C>(&self, client: &mut C, mut message: Bind) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Prepared>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let name = message.statement_name.clone().unwrap_or_default();
        let name = if name.is_empty() { DEFAULT_NAME } else { &name };
        let store = client.portal_store();
        match store.get_statement(name) {
            None => return Err(PgWireError::StatementNotFound(name.to_string())),
            Some(Entry::Empty) => store.put_empty_portal(message.portal_name.as_deref().unwrap_or(DEFAULT_NAME)),
            Some(Entry::Value(statement)) => {
                let types = self.query_parser().get_parameter_types(&statement.statement)?;
                if let Some(zone) = zone::of(client.metadata()).and_then(zone::find) {
                    parameters::in_zone(&mut message, &types, zone);
                }
                store.put_portal(Arc::new(Portal::try_new(&message, statement)?));
            }
        }
        client.send(PgWireBackendMessage::BindComplete(BindComplete::new())).await?;
        Ok(())
    }

    async fn do_query<C>(&self, client: &mut C, portal: &Portal<Prepared>, max_rows: usize) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Prepared>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        ExtendedQueryHandler::do_query(&session(&self.session)?.service, client, portal, max_rows).await
    }
}

pub struct Parser(Arc<OnceLock<Session>>);

impl Parser {
    fn inner(&self) -> PgWireResult<Arc<datafusion_postgres::Parser>> {
        Ok(session(&self.0)?.service.query_parser())
    }
}

#[async_trait]
impl QueryParser for Parser {
    type Statement = Prepared;

    async fn parse_sql<C>(&self, client: &C, sql: &str, types: &[Option<Type>]) -> PgWireResult<Option<Prepared>>
    where
        C: ClientInfo + Unpin + Send + Sync,
    {
        let prepared = self.inner()?.parse_sql(client, &plannable(sql), types).await?;
        let Some((text, Some((statement, plan)))) = prepared else { return Ok(prepared) };
        let plan = match statement {
            Statement::Query(_) => zone::told_in(client.metadata(), plan)?,
            _ => plan,
        };
        Ok(Some((text, Some((statement, plan)))))
    }

    fn get_parameter_types(&self, statement: &Prepared) -> PgWireResult<Vec<Type>> {
        self.inner()?.get_parameter_types(statement)
    }

    fn get_result_schema(&self, statement: &Prepared, format: Option<&Format>) -> PgWireResult<Vec<FieldInfo>> {
        self.inner()?.get_result_schema(statement, format)
    }
}

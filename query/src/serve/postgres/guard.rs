use std::ops::ControlFlow;

use async_trait::async_trait;
use datafusion::common::ParamValues;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use datafusion::sql::sqlparser::ast::{Query, Set, SetExpr, Statement, Visit, Visitor};
use datafusion_postgres::QueryHook;
use datafusion_postgres::hooks::HookClient;
use datafusion_postgres::pgwire::api::ClientInfo;
use datafusion_postgres::pgwire::api::results::Response;
use datafusion_postgres::pgwire::error::{PgWireError, PgWireResult};

use super::copy_out::copied;
use super::errors::read_only;

/// Lets statements through that read, and those about the connection itself.
#[derive(Debug)]
pub struct Guard;

impl Guard {
    fn check(statement: &Statement) -> Option<PgWireError> {
        let harmless = match statement {
            Statement::Query(query) => reads(query.as_ref()),
            Statement::Copy { .. } => copied(statement).is_some_and(|(query, _)| reads(query)),
            Statement::Explain { statement, .. } => {
                matches!(&**statement, Statement::Query(query) if reads(query.as_ref()))
            }
            Statement::Declare { stmts } => {
                stmts.iter().all(|stmt| stmt.for_query.as_ref().is_some_and(|query| reads(query.as_ref())))
            }
            Statement::Set(Set::SingleAssignment { variable, .. }) => {
                !variable.to_string().to_lowercase().starts_with("datafusion.")
            }
            Statement::Set(_)
            | Statement::Reset(_)
            | Statement::ShowVariable { .. }
            | Statement::ShowStatus { .. }
            | Statement::ShowCatalogs { .. }
            | Statement::StartTransaction { .. }
            | Statement::Commit { .. }
            | Statement::Rollback { .. }
            | Statement::Savepoint { .. }
            | Statement::ReleaseSavepoint { .. }
            | Statement::Fetch { .. }
            | Statement::Close { .. }
            | Statement::Discard { .. }
            | Statement::Deallocate { .. } => true,
            _ => false,
        };
        (!harmless).then(|| read_only(statement))
    }
}

/// Whether a query has no part that writes, such as INTO or an INSERT in its WITH.
fn reads(query: &Query) -> bool {
    struct Writes;
    impl Visitor for Writes {
        type Break = ();

        fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
            if writes(&query.body) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }
    query.visit(&mut Writes).is_continue()
}

fn writes(body: &SetExpr) -> bool {
    match body {
        SetExpr::Select(select) => select.into.is_some(),
        SetExpr::SetOperation { left, right, .. } => writes(left) || writes(right),
        SetExpr::Query(_) | SetExpr::Values(_) | SetExpr::Table(_) => false,
        _ => true,
    }
}

#[async_trait]
impl QueryHook for Guard {
    async fn handle_simple_query(
        &self,
        statement: &Statement,
        _: &SessionContext,
        _: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        Self::check(statement).map(Err)
    }

    async fn handle_extended_parse_query(
        &self,
        statement: &Statement,
        _: &SessionContext,
        _: &(dyn ClientInfo + Send + Sync),
    ) -> Option<PgWireResult<LogicalPlan>> {
        Self::check(statement).map(Err)
    }

    async fn handle_extended_query(
        &self,
        statement: &Statement,
        _: &LogicalPlan,
        _: &ParamValues,
        _: &SessionContext,
        _: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        Self::check(statement).map(Err)
    }
}

#[cfg(test)]
mod tests {
    use datafusion_postgres::datafusion_pg_catalog::sql::PostgresCompatibilityParser;

    use super::*;

    fn passes(sql: &str) -> bool {
        let statements = PostgresCompatibilityParser::new().parse(sql).expect(sql);
        statements.iter().all(|statement| Guard::check(statement).is_none())
    }

    #[test]
    fn what_reads_passes() {
        for sql in [
            "SELECT * FROM savings",
            "WITH a AS (SELECT 1 AS x) SELECT * FROM a UNION ALL (SELECT 2)",
            "EXPLAIN ANALYZE SELECT 1",
            "DECLARE c CURSOR FOR SELECT 1",
            "SET application_name = 'x'",
            "SHOW server_version",
            "BEGIN",
            "DISCARD ALL",
            "COPY (SELECT 1) TO STDOUT (FORMAT \"binary\")",
            "DEALLOCATE ALL",
            "VALUES (1)",
        ] {
            assert!(passes(sql), "{sql}");
        }
    }

    #[test]
    fn what_writes_does_not() {
        for sql in [
            "INSERT INTO sites VALUES (1)",
            "UPDATE sites SET site_name = 'x'",
            "DELETE FROM sites",
            "TRUNCATE sites",
            "CREATE TABLE t (x int)",
            "CREATE TABLE t AS SELECT 1",
            "CREATE VIEW v AS SELECT 1",
            "DROP VIEW savings",
            "ALTER TABLE sites ADD COLUMN x int",
            "SELECT 1 AS x INTO t",
            "SELECT * FROM (SELECT 1 AS x INTO t) s",
            "SELECT 1 UNION SELECT 2 INTO t",
            "WITH w AS (INSERT INTO sites VALUES (1) RETURNING *) SELECT * FROM w",
            "EXPLAIN ANALYZE INSERT INTO sites VALUES (1)",
            "COPY sites TO '/tmp/x'",
            "COPY (SELECT 1) TO '/tmp/x'",
            "COPY (SELECT 1) TO PROGRAM 'cat'",
            "COPY (SELECT 1 INTO t) TO STDOUT",
            "COPY sites FROM '/tmp/x'",
            "PREPARE p AS DELETE FROM sites",
            "SET datafusion.runtime.memory_limit = '1T'",
            "GRANT ALL ON sites TO anna",
        ] {
            assert!(!passes(sql), "{sql}");
        }
    }
}

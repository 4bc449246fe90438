use datafusion::catalog::TableFunctionImpl;
use datafusion::logical_expr::Documentation;

/// A table function that says what it does; DataFusion asks scalar functions and aggregates only.
pub trait DocumentedTable: TableFunctionImpl {
    fn name(&self) -> &'static str;
    fn documentation(&self) -> Option<&Documentation>;
}

use chrono::{DateTime, NaiveDate, Utc};
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{DFSchema, Result, ScalarValue};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};
use datafusion::prelude::SessionContext;
use udfs::{Code, Issue};

use super::tokens::{Token, tokens};
use crate::output::place;

const LONGEST: usize = 4096;

const OPERATORS: [(&str, &str); 17] = [
    ("eq", "="),
    ("ne", "<>"),
    ("gt", ">"),
    ("ge", ">="),
    ("lt", "<"),
    ("le", "<="),
    ("and", "AND"),
    ("or", "OR"),
    ("not", "NOT"),
    ("in", "IN"),
    ("add", "+"),
    ("sub", "-"),
    ("mul", "*"),
    ("div", "/"),
    ("mod", "%"),
    ("true", "true"),
    ("false", "false"),
];

const FUNCTIONS: [(&str, &str); 17] = [
    ("contains", "contains("),
    ("startswith", "starts_with("),
    ("endswith", "ends_with("),
    ("tolower", "lower("),
    ("toupper", "upper("),
    ("trim", "btrim("),
    ("length", "character_length("),
    ("concat", "concat("),
    ("round", "round("),
    ("floor", "floor("),
    ("ceiling", "ceil("),
    ("now", "now("),
    ("year", "date_part('year',"),
    ("month", "date_part('month',"),
    ("day", "date_part('day',"),
    ("hour", "date_part('hour',"),
    ("minute", "date_part('minute',"),
];

/// The rows of `$filter`. Each of its words is known here; what they make together is parsed as an expression of SQL.
pub fn filter(text: &str, context: &SessionContext, schema: &DFSchema) -> Result<Expr, Issue> {
    if text.len() > LONGEST {
        return Err(bad(format!("the filter is longer than {LONGEST} characters")));
    }
    let mut sql = String::new();
    for token in tokens(text).map_err(bad)? {
        sql.push_str(&word(token, schema)?);
        sql.push(' ');
    }
    let unparsed =
        |e: datafusion::error::DataFusionError| bad(e.strip_backtrace().lines().next().unwrap_or_default().to_string());
    let expr = context.parse_sql_expr(&sql, schema).map_err(unparsed)?;
    Ok(expr.transform(as_odata).map_err(unparsed)?.data)
}

pub fn bad(message: impl Into<String>) -> Issue {
    let fix = "a filter is such as site_id eq 'P1' and schedule_date ge 2026-01-05";
    Issue::error(Code::InvalidQuery, place("$filter"), message, fix)
}

fn word(token: Token<'_>, schema: &DFSchema) -> Result<String, Issue> {
    let known = |words: &[(&str, &'static str)], name: &str| {
        words.iter().find(|(odata, _)| *odata == name).map(|(_, sql)| *sql)
    };
    match token {
        // quotes within are doubled, as in SQL
        Token::Text(text) => Ok(format!("'{text}'")),
        Token::Number(number) => Ok(number.to_string()),
        Token::Mark(mark) => Ok(mark.to_string()),
        Token::Moment(text) => moment(text),
        Token::Call(name) => {
            known(&FUNCTIONS, name).map(str::to_string).ok_or_else(|| bad(format!("there is no function {name}")))
        }
        Token::Name("null") => Ok("NULL".to_string()),
        Token::Name(name) => match known(&OPERATORS, name) {
            Some(sql) => Ok(sql.to_string()),
            None if schema.has_column_with_unqualified_name(name) => Ok(format!("\"{name}\"")),
            None => Err(Issue::error(
                Code::UnknownField,
                place("$filter"),
                format!("there is no column {name}"),
                "$metadata lists the columns",
            )),
        },
    }
}

fn moment(text: &str) -> Result<String, Issue> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(format!("DATE '{day}'"));
    }
    let at =
        DateTime::parse_from_rfc3339(text).map_err(|_| bad(format!("{text} is no date and no time with an offset")))?;
    Ok(format!("TIMESTAMPTZ '{}'", at.with_timezone(&Utc).format("%Y-%m-%dT%H:%M:%S%.6fZ")))
}

/// Null is a value in OData: something is never equal to it, and different from it.
fn as_odata(expr: Expr) -> Result<Transformed<Expr>> {
    let is_null = |expr: &Expr| matches!(expr, Expr::Literal(ScalarValue::Null, _));
    Ok(match expr {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::NotEq, right }) => {
            Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op: Operator::IsDistinctFrom, right }))
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) if is_null(&left) || is_null(&right) => {
            Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op: Operator::IsNotDistinctFrom, right }))
        }
        other => Transformed::no(other),
    })
}

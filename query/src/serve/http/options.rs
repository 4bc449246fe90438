use datafusion::common::DFSchema;
use datafusion::logical_expr::{Expr, SortExpr};
use datafusion::prelude::{DataFrame, SessionContext, ident};
use udfs::{Code, Issue};

use super::failure::Failure;
use super::filter::filter;
use super::sets::Set;
use crate::output::place;

/// What a reader wants of a set: the query options of OData.
#[derive(Debug, Default)]
pub struct Options {
    pub select: Option<Vec<String>>,
    filter: Option<String>,
    order: Vec<(String, bool)>,
    pub top: Option<usize>,
    pub skip: usize,
    pub count: bool,
    /// Where the page before ended.
    pub token: Option<String>,
}

impl Options {
    /// Of the part of a URL after the question mark. Names without a dollar are none of ours.
    pub fn parse(query: &str) -> Result<Self, Issue> {
        let mut options = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if let Some(name) = name.strip_prefix('$') {
                options.set(name, &value)?;
            }
        }
        Ok(options)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Issue> {
        match name {
            "select" if value.trim() == "*" => {}
            "select" => self.select = Some(list(value)),
            "filter" => self.filter = Some(value.to_string()),
            "orderby" => self.order = list(value).iter().map(|item| order(item)).collect::<Result<_, _>>()?,
            "top" => self.top = Some(number(name, value)?),
            "skip" => self.skip = number(name, value)?,
            "count" => {
                self.count = value.parse().map_err(|_| wrong(name, format!("\"{value}\" is not true or false")))?;
            }
            "skiptoken" => self.token = Some(value.to_string()),
            "format" if value.contains("json") => {}
            other => {
                let fix = "use $select, $filter, $orderby, $top, $skip and $count";
                let message = format!("${other} is not supported");
                return Err(Issue::error(Code::NotSupported, place(format!("${other}")), message, fix));
            }
        }
        Ok(())
    }

    /// The rows that the reader wants, all of them.
    pub fn rows(&self, context: &SessionContext, frame: DataFrame) -> Result<DataFrame, Failure> {
        let Some(text) = &self.filter else { return Ok(frame) };
        let expr = filter(text, context, frame.schema())?;
        Ok(frame.filter(expr)?)
    }

    /// In the order that the reader wants, and of the key where that leaves some open.
    pub fn sorted(&self, set: Set, frame: DataFrame) -> Result<DataFrame, Failure> {
        let mut order: Vec<SortExpr> = Vec::new();
        for (column, ascending) in &self.order {
            order.push(column_of(frame.schema(), "$orderby", column)?.sort(*ascending, *ascending));
        }
        let key = set.key();
        let rest = key.iter().filter(|column| !self.order.iter().any(|(given, _)| given == *column));
        order.extend(rest.map(|column| ident(*column).sort(true, false)));
        Ok(frame.sort(order)?)
    }

    pub fn columns(&self, frame: DataFrame) -> Result<DataFrame, Failure> {
        let Some(select) = &self.select else { return Ok(frame) };
        let columns = select.iter().map(|column| column_of(frame.schema(), "$select", column));
        let columns = columns.collect::<Result<Vec<Expr>, Issue>>()?;
        Ok(frame.select(columns)?)
    }
}

fn list(value: &str) -> Vec<String> {
    value.split(',').map(|item| item.trim().to_string()).filter(|item| !item.is_empty()).collect()
}

fn order(item: &str) -> Result<(String, bool), Issue> {
    match item.split_whitespace().collect::<Vec<_>>()[..] {
        [column] | [column, "asc"] => Ok((column.to_string(), true)),
        [column, "desc"] => Ok((column.to_string(), false)),
        _ => Err(wrong("orderby", format!("\"{item}\" is not a column, or a column and asc or desc"))),
    }
}

fn number(name: &str, value: &str) -> Result<usize, Issue> {
    value.parse().map_err(|_| wrong(name, format!("\"{value}\" is no whole number")))
}

fn wrong(name: &str, message: String) -> Issue {
    Issue::error(Code::InvalidQuery, place(format!("${name}")), message, "see /openapi.json")
}

fn column_of(schema: &DFSchema, option: &str, name: &str) -> Result<Expr, Issue> {
    if schema.has_column_with_unqualified_name(name) {
        return Ok(ident(name));
    }
    let message = format!("there is no column {name}");
    Err(Issue::error(Code::UnknownField, place(option), message, "/odata/$metadata lists the columns"))
}

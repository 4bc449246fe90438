use std::sync::LazyLock;

use super::{COST_FORECAST, Moment, Source, cost_forecast, text, text_of};
use crate::error::Issues;
use crate::forecast::Period;
use crate::model::Instant;
use crate::row::Row;
use crate::tables::Kind::Text;
use crate::tables::{Column, SITES, Table, required};

const TENANT: [Column; 1] = [required("tenant_id", Text, "", "Owner of the row; tenants never see each other's rows")];

/// As [`COST_FORECAST`], for every site.
pub static FORECAST: LazyLock<Table> = LazyLock::new(|| Table {
    name: "forecast",
    comment: "What the coming 30 days cost and save at each site",
    columns: [&TENANT, COST_FORECAST.columns].concat().leak(),
    key: &["tenant_id", "site_id", "day"],
    partition: &[],
});

pub fn forecast(source: &Source<'_>, at: Instant) -> Result<Vec<Row>, Issues> {
    let mut rows = Vec::new();
    for site in source.rows(&SITES, &[])? {
        rows.extend(cost_forecast(source, &text_of(&site, "site_id"), Period::Monthly, Moment::At(at))?);
    }
    for row in &mut rows {
        row.0.push(("tenant_id".to_string(), text(source.tenant)));
    }
    Ok(rows)
}

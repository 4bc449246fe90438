use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// What a column holds; one Arrow type each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Bool,
    Int,
    Date,
    /// UTC, microseconds.
    Time,
    /// Decimal128(18, 6): kW, kWh and quantities.
    Quantity,
    /// Decimal128(18, 8): price of a kWh or kW.
    Rate,
    /// Decimal128(18, 4): money before rounding to cents.
    Money,
    /// Decimal128(18, 2): money on a bill.
    Cents,
    /// Decimal128(9, 4): percent, degrees, COP, fractions.
    Figure,
}

impl Kind {
    pub fn data_type(self) -> DataType {
        match self {
            Kind::Text => DataType::Utf8,
            Kind::Bool => DataType::Boolean,
            Kind::Int => DataType::Int64,
            Kind::Date => DataType::Date32,
            Kind::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Kind::Quantity => DataType::Decimal128(18, 6),
            Kind::Rate => DataType::Decimal128(18, 8),
            Kind::Money => DataType::Decimal128(18, 4),
            Kind::Cents => DataType::Decimal128(18, 2),
            Kind::Figure => DataType::Decimal128(9, 4),
        }
    }

    /// Digits after the point of a decimal column.
    pub fn scale(self) -> Option<u32> {
        match self.data_type() {
            DataType::Decimal128(_, scale) => u32::try_from(scale).ok(),
            _ => None,
        }
    }

    /// The type in a `CREATE TABLE` of Postgres.
    pub fn sql_type(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Bool => "boolean",
            Kind::Int => "bigint",
            Kind::Date => "date",
            Kind::Time => "timestamptz",
            Kind::Quantity => "numeric(18,6)",
            Kind::Rate => "numeric(18,8)",
            Kind::Money => "numeric(18,4)",
            Kind::Cents => "numeric(18,2)",
            Kind::Figure => "numeric(9,4)",
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub nullable: bool,
    /// `kW`, `kWh`, `currency/kWh`, `minutes`; empty for none.
    pub unit: &'static str,
    pub comment: &'static str,
}

pub const fn required(name: &'static str, kind: Kind, unit: &'static str, comment: &'static str) -> Column {
    Column { name, kind, nullable: false, unit, comment }
}

pub const fn optional(name: &'static str, kind: Kind, unit: &'static str, comment: &'static str) -> Column {
    Column { name, kind, nullable: true, unit, comment }
}

/// How a warehouse splits a table into folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partition {
    Tenant,
    Site,
    /// By this date, or by the UTC date of this time.
    Date(&'static str),
}

impl Partition {
    pub fn column(self) -> &'static str {
        match self {
            Partition::Tenant => "tenant_id",
            Partition::Site => "site_id",
            Partition::Date(column) => column,
        }
    }
}

#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub comment: &'static str,
    pub columns: &'static [Column],
    /// Columns that identify a row; a row with the same key replaces the older one.
    pub key: &'static [&'static str],
    pub partition: &'static [Partition],
}

impl Table {
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    pub fn schema(&self) -> SchemaRef {
        let fields = self.columns.iter().map(|column| {
            let metadata = [("comment", column.comment), ("unit", column.unit)];
            Field::new(column.name, column.kind.data_type(), column.nullable).with_metadata(
                metadata
                    .into_iter()
                    .filter(|(_, v)| !v.is_empty())
                    .map(|(k, v)| (k.to_string(), v.to_string()))
                    .collect(),
            )
        });
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }
}

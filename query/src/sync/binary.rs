//! Arrow batches as rows of Postgres' binary COPY, and back, every value exact.

use std::error::Error;

use arrow::array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow::array::types::{Date32Type, Decimal128Type, Int64Type, TimestampMicrosecondType};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::error::ArrowError;
use bytes::{BufMut, BytesMut};
use postgres::binary_copy::BinaryCopyOutRow;
use postgres::types::{FromSql, ToSql, Type};
use rust_decimal::Decimal;
use udfs::tables::{Column, Kind, Table};

type Failure = Box<dyn Error + Sync + Send>;

/// Postgres counts from 2000-01-01.
const EPOCH_DAYS: i32 = 10_957;
const EPOCH_MICROS: i64 = 946_684_800_000_000;

pub const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
pub const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

/// Appends the rows of a batch of the table.
pub fn encode(table: &Table, batch: &RecordBatch, out: &mut BytesMut) -> Result<(), Failure> {
    let count = i16::try_from(table.columns.len())?;
    for row in 0..batch.num_rows() {
        out.put_i16(count);
        for (column, array) in table.columns.iter().zip(batch.columns()) {
            let at = out.len();
            out.put_i32(-1);
            if array.is_valid(row) {
                put(column.kind, array, row, out)?;
                let length = i32::try_from(out.len() - at - 4)?;
                out[at..at + 4].copy_from_slice(&length.to_be_bytes());
            }
        }
    }
    Ok(())
}

fn put(kind: Kind, array: &ArrayRef, row: usize, out: &mut BytesMut) -> Result<(), Failure> {
    match kind {
        Kind::Text => out.put_slice(array.as_string::<i32>().value(row).as_bytes()),
        Kind::Bool => out.put_u8(u8::from(array.as_boolean().value(row))),
        Kind::Int => out.put_i64(array.as_primitive::<Int64Type>().value(row)),
        Kind::Date => out.put_i32(array.as_primitive::<Date32Type>().value(row) - EPOCH_DAYS),
        Kind::Time => out.put_i64(array.as_primitive::<TimestampMicrosecondType>().value(row) - EPOCH_MICROS),
        _ => {
            let unscaled = array.as_primitive::<Decimal128Type>().value(row);
            Decimal::try_from_i128_with_scale(unscaled, scale(kind))?.to_sql(&Type::NUMERIC, out)?;
        }
    }
    Ok(())
}

fn scale(kind: Kind) -> u32 {
    kind.scale().unwrap_or_default()
}

pub fn sql_types(table: &Table) -> Vec<Type> {
    let of = |column: &Column| match column.kind {
        Kind::Text => Type::TEXT,
        Kind::Bool => Type::BOOL,
        Kind::Int => Type::INT8,
        Kind::Date => Type::DATE,
        Kind::Time => Type::TIMESTAMPTZ,
        _ => Type::NUMERIC,
    };
    table.columns.iter().map(of).collect()
}

/// A table's rows on their way from Postgres.
#[derive(Debug)]
pub struct Builder {
    table: &'static Table,
    columns: Vec<ColumnBuilder>,
    rows: usize,
}

#[derive(Debug)]
enum ColumnBuilder {
    Text(StringBuilder),
    Bool(BooleanBuilder),
    Int(Int64Builder),
    Date(Date32Builder),
    Time(TimestampMicrosecondBuilder),
    Decimal(Decimal128Builder, u32),
}

impl Builder {
    pub fn new(table: &'static Table) -> Self {
        let columns = table.columns.iter().map(|column| ColumnBuilder::new(column.kind)).collect();
        Self { table, columns, rows: 0 }
    }

    pub fn len(&self) -> usize {
        self.rows
    }

    pub fn push(&mut self, row: &BinaryCopyOutRow) -> Result<(), postgres::Error> {
        for (i, column) in self.columns.iter_mut().enumerate() {
            column.push(row, i)?;
        }
        self.rows += 1;
        Ok(())
    }

    /// What was pushed so far.
    pub fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows = 0;
        RecordBatch::try_new(self.table.schema(), self.columns.iter_mut().map(ColumnBuilder::take).collect())
    }
}

impl ColumnBuilder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Bool => Self::Bool(BooleanBuilder::new()),
            Kind::Int => Self::Int(Int64Builder::new()),
            Kind::Date => Self::Date(Date32Builder::new()),
            Kind::Time => Self::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
            _ => {
                let builder = Decimal128Builder::new().with_data_type(kind.data_type());
                Self::Decimal(builder, scale(kind))
            }
        }
    }

    fn push(&mut self, row: &BinaryCopyOutRow, i: usize) -> Result<(), postgres::Error> {
        match self {
            Self::Text(builder) => builder.append_option(row.try_get::<Option<&str>>(i)?),
            Self::Bool(builder) => builder.append_option(row.try_get(i)?),
            Self::Int(builder) => builder.append_option(row.try_get(i)?),
            Self::Date(builder) => builder.append_option(row.try_get::<Option<Days>>(i)?.map(|days| days.0)),
            Self::Time(builder) => builder.append_option(row.try_get::<Option<Micros>>(i)?.map(|micros| micros.0)),
            Self::Decimal(builder, scale) => {
                let number = row.try_get::<Option<Decimal>>(i)?;
                builder.append_option(number.map(|mut number| {
                    number.rescale(*scale);
                    number.mantissa()
                }));
            }
        }
        Ok(())
    }

    fn take(&mut self) -> ArrayRef {
        use std::sync::Arc;
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Bool(builder) => Arc::new(builder.finish()),
            Self::Int(builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::Time(builder) => Arc::new(builder.finish()),
            Self::Decimal(builder, _) => Arc::new(builder.finish()),
        }
    }
}

/// Days since 1970.
struct Days(i32);

impl FromSql<'_> for Days {
    fn from_sql(_: &Type, raw: &[u8]) -> Result<Self, Failure> {
        i32::from_be_bytes(raw.try_into()?)
            .checked_add(EPOCH_DAYS)
            .map(Self)
            .ok_or_else(|| "infinity is no date".into())
    }

    fn accepts(of: &Type) -> bool {
        *of == Type::DATE
    }
}

/// Microseconds since 1970.
struct Micros(i64);

impl FromSql<'_> for Micros {
    fn from_sql(_: &Type, raw: &[u8]) -> Result<Self, Failure> {
        i64::from_be_bytes(raw.try_into()?)
            .checked_add(EPOCH_MICROS)
            .map(Self)
            .ok_or_else(|| "infinity is no time".into())
    }

    fn accepts(of: &Type) -> bool {
        *of == Type::TIMESTAMPTZ
    }
}

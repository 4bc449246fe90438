//! A folder of Parquet tables, written atomically.

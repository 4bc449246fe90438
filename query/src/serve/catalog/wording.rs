use std::borrow::Cow;

/// Parts of what drivers send that DataFusion cannot plan, and the same for a catalog such as ours.
const WORDINGS: [(&str, &str); 8] = [
    // DuckDB: indexes
    ("FROM pg_indexes", "FROM (SELECT '' AS schemaname, '' AS tablename, '' AS indexname WHERE false) pg_indexes"),
    // ADBC: types that can be sent
    ("(typreceive != 0 OR typsend != 0)", "true"),
    // Npgsql: how a type is received, and the range of a multirange
    ("proc.oid = typ.typreceive", "proc.proname = typ.typreceive"),
    ("elemproc.oid = elemtyp.typreceive", "elemproc.proname = elemtyp.typreceive"),
    ("(SELECT rngtypid FROM pg_range WHERE rngmultitypid = typ.oid)", "CAST(NULL AS int)"),
    // pgjdbc: whether a type is an array, or of a table's rows; how many columns an index may have
    ("typinput='pg_catalog.array_in'::regproc", "typcategory='A'"),
    ("(SELECT c.relkind = 'c' FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid)", "false"),
    ("SELECT setting FROM pg_catalog.pg_settings WHERE name='max_index_keys'", "SELECT '32' AS setting"),
];

/// Of pgjdbc's questions for primary keys and indexes, a word that no other has, and the columns of the answer. There are
/// none of either.
const WITHOUT_ROWS: [(&str, &[&str]); 2] = [
    ("AS PK_NAME", &["table_cat", "table_schem", "table_name", "column_name", "key_seq", "pk_name"]),
    (
        "AS NON_UNIQUE",
        &[
            "table_cat",
            "table_schem",
            "table_name",
            "non_unique",
            "index_qualifier",
            "index_name",
            "type",
            "ordinal_position",
            "column_name",
            "asc_or_desc",
            "cardinality",
            "pages",
            "filter_condition",
        ],
    ),
];

pub fn plannable(sql: &str) -> Cow<'_, str> {
    if sql.contains("_pg_expandarray")
        && let Some((_, columns)) = WITHOUT_ROWS.iter().find(|(word, _)| sql.contains(word))
    {
        let columns: Vec<String> = columns.iter().map(|column| format!("CAST(NULL AS text) AS {column}")).collect();
        return Cow::Owned(format!("SELECT {} WHERE false", columns.join(", ")));
    }
    WORDINGS.iter().fold(Cow::Borrowed(sql), |sql, (sent, meant)| {
        if sql.contains(sent) { Cow::Owned(sql.replace(sent, meant)) } else { sql }
    })
}

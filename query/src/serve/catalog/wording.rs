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

/// Who may do what with a table, as pgjdbc asks: whoever is logged in reads.
const PRIVILEGES: [(&str, &str); 4] = [
    (" AND c.relowner = r.oid", ""),
    ("pg_catalog.pg_roles r", "(SELECT current_user AS rolname) r"),
    ("c.relacl", "'{' || r.rolname || '=r/' || r.rolname || '}' AS relacl"),
    ("a.attacl", "'{' || r.rolname || '=r/' || r.rolname || '}' AS attacl"),
];

/// Of pgjdbc's questions for what there is none of, words that no other has, and the columns of the answer.
const WITHOUT_ROWS: [(&[&str], &[&str]); 7] = [
    (
        &["AS FKCOLUMN_NAME"],
        &[
            "pktable_cat",
            "pktable_schem",
            "pktable_name",
            "pkcolumn_name",
            "fktable_cat",
            "fktable_schem",
            "fktable_name",
            "fkcolumn_name",
            "key_seq",
            "update_rule",
            "delete_rule",
            "fk_name",
            "pk_name",
            "deferrability",
        ],
    ),
    (
        &["_pg_expandarray", "AS PK_NAME"],
        &["table_cat", "table_schem", "table_name", "column_name", "key_seq", "pk_name"],
    ),
    (
        &["_pg_expandarray", "AS NON_UNIQUE"],
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
    // the columns that tell rows apart
    (&["_pg_expandarray", "a.attname, a.atttypid, atttypmod"], &["attname", "atttypid", "atttypmod"]),
    (
        &["AS PROCEDURE_CAT"],
        &[
            "procedure_cat",
            "procedure_schem",
            "procedure_name",
            "reserved_1",
            "reserved_2",
            "reserved_3",
            "remarks",
            "procedure_type",
            "specific_name",
        ],
    ),
    // functions of the catalog, which has none of ours
    (
        &["pg_get_function_result", "AS FUNCTION_CAT"],
        &["function_cat", "function_schem", "function_name", "remarks", "function_type", "specific_name"],
    ),
    (
        &["null as type_cat", "obj_description"],
        &["type_cat", "type_schem", "type_name", "class_name", "data_type", "remarks", "base_type"],
    ),
];

pub fn plannable(sql: &str) -> Cow<'_, str> {
    if let Some((_, columns)) = WITHOUT_ROWS.iter().find(|(words, _)| words.iter().all(|word| sql.contains(word))) {
        let columns: Vec<String> = columns.iter().map(|column| format!("CAST(NULL AS text) AS {column}")).collect();
        return Cow::Owned(format!("SELECT {} WHERE false", columns.join(", ")));
    }
    let privileges: &[_] = if sql.contains("r.rolname,c.relacl") { &PRIVILEGES } else { &[] };
    WORDINGS.iter().chain(privileges).fold(Cow::Borrowed(sql), |sql, (sent, meant)| {
        if sql.contains(sent) { Cow::Owned(sql.replace(sent, meant)) } else { sql }
    })
}

SELECT version();
SELECT ns.nspname, t.oid, t.typname, t.typtype, t.typnotnull, t.elemtypoid
FROM (
    SELECT typ.oid, typ.typnamespace, typ.typname, typ.typtype, typ.typnotnull, elemtyp.oid AS elemtypoid,
           CASE WHEN elemproc.proname = 'array_recv' THEN 'a' ELSE elemtyp.typtype END AS elemtyptype
    FROM (
        SELECT typ.oid, typnamespace, typname, typnotnull,
               CASE WHEN proc.proname = 'array_recv' THEN 'a' ELSE typ.typtype END AS typtype,
               CASE WHEN proc.proname = 'array_recv' THEN typ.typelem
                    WHEN typ.typtype = 'r' THEN rngsubtype
                    WHEN typ.typtype = 'm' THEN (SELECT rngtypid FROM pg_range WHERE rngmultitypid = typ.oid)
                    WHEN typ.typtype = 'd' THEN typ.typbasetype END AS elemtypoid
        FROM pg_type typ
        LEFT JOIN pg_class cls ON cls.oid = typ.typrelid
        LEFT JOIN pg_proc proc ON proc.oid = typ.typreceive
        LEFT JOIN pg_range ON pg_range.rngtypid = typ.oid
    ) typ
    LEFT JOIN pg_type elemtyp ON elemtyp.oid = elemtypoid
    LEFT JOIN pg_proc elemproc ON elemproc.oid = elemtyp.typreceive
) t
JOIN pg_namespace ns ON ns.oid = typnamespace
WHERE typtype IN ('b', 'r', 'm', 'e', 'd') OR typtype = 'a' AND elemtyptype IN ('b', 'r', 'm', 'e', 'd')
ORDER BY CASE WHEN typtype IN ('b', 'e', 'p') THEN 0 WHEN typtype = 'a' THEN 5 ELSE 1 END;
SELECT typ.oid, att.attname, att.atttypid
FROM pg_type typ JOIN pg_class cls ON cls.oid = typ.typrelid JOIN pg_attribute att ON att.attrelid = typ.typrelid
WHERE typ.typtype = 'c' AND cls.relkind = 'c' AND attnum > 0 AND NOT attisdropped ORDER BY typ.oid, att.attnum;
SELECT pg_type.oid, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid ORDER BY oid, enumsortorder;
SELECT table_schema, table_name, table_type FROM information_schema.tables WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY table_schema, table_name;
SELECT column_name, ordinal_position, is_nullable, data_type FROM information_schema.columns WHERE table_schema = 'heatsched' AND table_name = 'savings' ORDER BY ordinal_position;
DISCARD ALL;

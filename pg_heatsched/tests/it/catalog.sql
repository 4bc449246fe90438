-- All that belongs to the extension, a line a fact, the same however it came to be.
WITH relations AS (
    SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relispartition, c.relacl, c.relowner
    FROM pg_class c WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
), routines AS (
    SELECT p.oid, p.oid::regprocedure::text AS name, p.prokind, p.proacl, p.proowner
    FROM pg_proc p WHERE p.pronamespace = 'heatsched'::regnamespace
)
SELECT concat_ws(' ', fact.kind, fact.subject, fact.told) AS line
FROM (
    SELECT 'member' AS kind, i.type || ' ' || i.identity AS subject, NULL AS told
    FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'pg_heatsched'
    CROSS JOIN pg_identify_object(d.classid, d.objid, d.objsubid) i
    WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
    UNION ALL
    SELECT 'dumped', t::regclass::text, NULL FROM pg_extension e CROSS JOIN unnest(e.extconfig) t WHERE e.extname = 'pg_heatsched'
    UNION ALL
    SELECT 'relation', r.relname, concat_ws(' ', r.relkind, r.relrowsecurity, r.relforcerowsecurity, r.reloptions, r.relispartition) FROM relations r
    UNION ALL
    SELECT 'column', r.relname || '.' || a.attname,
           concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation, a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
    UNION ALL
    SELECT 'constraint', r.relname || '.' || c.conname, pg_get_constraintdef(c.oid) FROM relations r JOIN pg_constraint c ON c.conrelid = r.oid
    UNION ALL
    SELECT 'index', i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM relations r JOIN pg_index i ON i.indrelid = r.oid
    UNION ALL
    SELECT 'trigger', r.relname, concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
    FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'policy', r.relname || '.' || p.polname, concat_ws(' ', p.polcmd, p.polroles, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    FROM relations r JOIN pg_policy p ON p.polrelid = r.oid
    UNION ALL
    SELECT 'view', r.relname, pg_get_viewdef(r.oid) FROM relations r WHERE r.relkind IN ('v', 'm')
    UNION ALL
    SELECT 'routine', r.name, CASE WHEN r.prokind = 'f' THEN pg_get_functiondef(r.oid) ELSE (SELECT g::text FROM pg_aggregate g WHERE g.aggfnoid = r.oid) END
    FROM routines r
    UNION ALL
    SELECT 'privilege', r.relname, concat_ws(' ', a.grantee::regrole, a.privilege_type)
    FROM relations r CROSS JOIN aclexplode(coalesce(r.relacl, acldefault('r', r.relowner))) a
    UNION ALL
    SELECT 'privilege', r.name, concat_ws(' ', a.grantee::regrole, a.privilege_type)
    FROM routines r CROSS JOIN aclexplode(coalesce(r.proacl, acldefault('f', r.proowner))) a
    UNION ALL
    SELECT 'comment', r.relname || coalesce('.' || a.attname, ''), d.description
    FROM relations r JOIN pg_description d ON d.objoid = r.oid AND d.classoid = 'pg_class'::regclass
    LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid AND d.objsubid > 0
    UNION ALL
    SELECT 'comment', r.name, obj_description(r.oid, 'pg_proc') FROM routines r
) AS fact

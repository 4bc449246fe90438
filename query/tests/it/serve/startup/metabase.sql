SET application_name = 'Metabase';
SELECT n.nspname AS schema, c.relname AS name, CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'v' THEN 'VIEW' END AS type, d.description
FROM pg_catalog.pg_class c
INNER JOIN pg_catalog.pg_namespace n ON c.relnamespace = n.oid
LEFT JOIN pg_catalog.pg_description d ON c.oid = d.objoid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
LEFT JOIN pg_stat_user_tables stat ON n.nspname = stat.schemaname AND c.relname = stat.relname
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'f', 'm') AND n.nspname IN ('heatsched')
ORDER BY type, schema, name;
SELECT t.schemaname, t.tablename, pg_catalog.has_table_privilege(current_user, '"' || t.schemaname || '"."' || t.tablename || '"', 'delete') AS may_delete
FROM pg_catalog.pg_tables t WHERE t.schemaname !~ '^pg_' AND pg_catalog.has_schema_privilege(current_user, t.schemaname, 'usage');
SELECT schedule_date, sum(savings) AS savings FROM savings GROUP BY schedule_date ORDER BY schedule_date LIMIT 2000;
SHOW timezone;

-- What drew power when each billed peak of a stored run was set: a row an equipment, and one (*) for the rest of the site.
CREATE OR REPLACE VIEW peak_attribution AS
SELECT
    r.tenant_id,
    r.site_id,
    r.schedule_id,
    r.schedule_date,
    r.run_id,
    l.schedule_kind,
    l.month,
    l.category,
    l.at,
    timezone(t.time_zone, l.at) AS at_local,
    l.quantity AS billed_kw,
    l.amount AS demand_cost,
    p.equipment_id,
    CASE WHEN p.equipment_id = '*' THEN p.site_load_kw ELSE p.electric_kw END AS electric_kw,
    r.currency
FROM optimization_runs r
JOIN sites t ON t.tenant_id = r.tenant_id AND t.site_id = r.site_id
JOIN cost_lines l ON l.tenant_id = r.tenant_id AND l.run_id = r.run_id
JOIN load_profile p ON p.tenant_id = r.tenant_id AND p.run_id = r.run_id AND p.schedule_kind = l.schedule_kind
    AND p.start <= l.at AND l.at < p."end"
WHERE l.charge = 'demand' AND l.at IS NOT NULL
  AND (p.equipment_id = '*' AND p.site_load_kw <> 0 OR p.equipment_id <> '*' AND p.electric_kw <> 0);

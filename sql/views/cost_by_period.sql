-- What each stored run costs by tariff category: energy, and the demand charges of the category or by the charge's name.
CREATE OR REPLACE VIEW cost_by_period AS
SELECT
    r.tenant_id,
    r.site_id,
    r.schedule_id,
    r.schedule_date,
    r.run_id,
    c.schedule_kind,
    c.category AS period_category,
    CAST(sum(CASE WHEN c.charge = 'energy' THEN c.quantity ELSE 0 END) AS decimal(18, 6)) AS energy_kwh,
    CAST(sum(CASE WHEN c.charge = 'energy' THEN c.amount ELSE 0 END) AS decimal(18, 2)) AS energy_cost,
    CAST(sum(CASE WHEN c.charge = 'demand' THEN c.quantity ELSE 0 END) AS decimal(18, 6)) AS billed_demand_kw,
    CAST(sum(CASE WHEN c.charge = 'demand' THEN c.amount ELSE 0 END) AS decimal(18, 2)) AS demand_cost,
    CAST(sum(c.amount) AS decimal(18, 2)) AS total_cost
FROM optimization_runs r
JOIN cost_lines c ON c.tenant_id = r.tenant_id AND c.run_id = r.run_id
WHERE c.charge IN ('energy', 'demand')
GROUP BY r.tenant_id, r.site_id, r.schedule_id, r.schedule_date, r.run_id, c.schedule_kind, c.category;

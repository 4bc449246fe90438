-- The run that counts for each schedule: the published one, else the one that was stored last. A schedule whose next
-- version is published has none.
CREATE OR REPLACE VIEW current_runs AS
SELECT DISTINCT ON (s.tenant_id, s.site_id, s.schedule_date, s.schedule_id)
    s.tenant_id,
    s.site_id,
    s.schedule_id,
    s.schedule_date,
    s.status AS schedule_status,
    coalesce(v.version, 1) AS version,
    v.published_at,
    r.run_id,
    r.status,
    r.horizon_start,
    r.horizon_end,
    r.interval_minutes,
    r.tariff_id,
    r.currency,
    r.total_cost,
    r.baseline_cost,
    r.savings,
    r.savings_percent,
    r.constraints_violated,
    r.stored_at
FROM schedules s
JOIN optimization_runs r ON r.tenant_id = s.tenant_id AND r.site_id = s.site_id AND r.schedule_id = s.schedule_id
LEFT JOIN schedule_versions v ON v.tenant_id = s.tenant_id AND v.schedule_id = s.schedule_id
WHERE NOT EXISTS (
    SELECT FROM schedule_versions later
    WHERE later.tenant_id = v.tenant_id AND later.first_schedule_id = v.first_schedule_id
      AND later.version > v.version AND later.published_run_id IS NOT NULL
)
ORDER BY s.tenant_id, s.site_id, s.schedule_date, s.schedule_id, (r.run_id = v.published_run_id) IS TRUE DESC, r.stored_at DESC NULLS LAST, r.run_id;

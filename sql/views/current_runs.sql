-- The run that counts for each schedule: the published one, else the one that was stored last. A schedule whose next
-- version is published has none.
CREATE OR REPLACE VIEW current_runs AS
SELECT
    tenant_id,
    site_id,
    schedule_id,
    schedule_date,
    schedule_status,
    version,
    published_at,
    run_id,
    status,
    horizon_start,
    horizon_end,
    interval_minutes,
    tariff_id,
    currency,
    total_cost,
    baseline_cost,
    savings,
    savings_percent,
    constraints_violated,
    stored_at
FROM (
    SELECT
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
        r.stored_at,
        row_number() OVER (
            PARTITION BY s.tenant_id, s.site_id, s.schedule_date, s.schedule_id
            ORDER BY CASE WHEN r.run_id = v.published_run_id THEN 0 ELSE 1 END, r.stored_at DESC NULLS LAST, r.run_id
        ) AS place
    FROM schedules s
    JOIN optimization_runs r ON r.tenant_id = s.tenant_id AND r.site_id = s.site_id AND r.schedule_id = s.schedule_id
    LEFT JOIN schedule_versions v ON v.tenant_id = s.tenant_id AND v.schedule_id = s.schedule_id
    WHERE NOT EXISTS (
        SELECT 1 FROM schedule_versions later
        WHERE later.tenant_id = v.tenant_id AND later.first_schedule_id = v.first_schedule_id
          AND later.version > v.version AND later.published_run_id IS NOT NULL
    )
) ranked
WHERE place = 1;

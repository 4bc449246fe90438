-- What the current runs of a site save against FIFO in each month and currency.
CREATE OR REPLACE VIEW savings_summary AS
SELECT
    tenant_id,
    site_id,
    CAST(EXTRACT(year FROM schedule_date) AS text) || '-' || lpad(CAST(EXTRACT(month FROM schedule_date) AS text), 2, '0') AS month,
    currency,
    count(*) AS schedules,
    count(*) FILTER (WHERE schedule_status = 'published') AS published_schedules,
    CAST(sum(baseline_cost) AS decimal(18, 2)) AS baseline_cost,
    CAST(sum(total_cost) AS decimal(18, 2)) AS total_cost,
    CAST(sum(savings) AS decimal(18, 2)) AS savings,
    CAST(100 * sum(savings) / nullif(sum(baseline_cost), 0) AS decimal(9, 2)) AS savings_percent,
    CAST(sum(constraints_violated) AS bigint) AS constraints_violated
FROM current_runs
GROUP BY tenant_id, site_id, CAST(EXTRACT(year FROM schedule_date) AS text) || '-' || lpad(CAST(EXTRACT(month FROM schedule_date) AS text), 2, '0'), currency;

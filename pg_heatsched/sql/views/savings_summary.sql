-- What the current runs of a site save against FIFO in each month and currency.
CREATE OR REPLACE VIEW savings_summary AS
SELECT
    tenant_id,
    site_id,
    to_char(schedule_date, 'YYYY-MM') AS month,
    currency,
    count(*) AS schedules,
    count(*) FILTER (WHERE schedule_status = 'published') AS published_schedules,
    sum(baseline_cost) AS baseline_cost,
    sum(total_cost) AS total_cost,
    sum(savings) AS savings,
    CAST(100 * sum(savings) / nullif(sum(baseline_cost), 0) AS numeric(9, 2)) AS savings_percent,
    sum(constraints_violated) AS constraints_violated
FROM current_runs
GROUP BY tenant_id, site_id, to_char(schedule_date, 'YYYY-MM'), currency;

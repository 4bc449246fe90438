-- What each stored run saves against its FIFO baseline; with the violations of both, because a cheaper plan that breaks
-- more rules saves nothing.
CREATE OR REPLACE VIEW savings AS
SELECT
    tenant_id,
    site_id,
    schedule_id,
    schedule_date,
    run_id,
    status,
    baseline_cost,
    total_cost,
    savings,
    savings_percent,
    baseline_violations,
    constraints_violated,
    demand_allocation,
    tariff_id,
    currency
FROM optimization_runs;

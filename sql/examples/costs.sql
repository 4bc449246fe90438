-- As bi: what a spreadsheet or a BI tool asks for.
SELECT job_id, equipment_name, scheduled_start_local, scheduled_end_local, energy_cost, currency
FROM schedule_current ORDER BY scheduled_start_local, job_id;

SELECT period_category, energy_kwh, energy_cost, demand_cost, total_cost
FROM cost_by_period WHERE schedule_kind = 'optimized' ORDER BY period_category;

SELECT site_id, month, published_schedules, baseline_cost, total_cost, savings, savings_percent FROM savings_summary;

SELECT tariff_rate('industrial', '2026-03-09 20:00 America/Chicago'), tariff_period('industrial', '2026-03-09 20:00 America/Chicago');

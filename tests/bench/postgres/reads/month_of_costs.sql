\set site random(1, 50)
\set month random(0, 11)
SELECT schedule_date, sum(total_cost) FROM heatsched.cost_by_period
WHERE site_id = 'site-' || :site AND schedule_kind = 'optimized'
  AND schedule_date >= date '2026-01-01' + make_interval(months => :month) AND schedule_date < date '2026-01-01' + make_interval(months => :month + 1)
GROUP BY schedule_date;

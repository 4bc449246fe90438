SELECT p.tariff_id, p.start AT TIME ZONE s.time_zone AS start, p."end" AT TIME ZONE s.time_zone AS "end", p.energy_rate_kwh
FROM heatsched.sites s
JOIN heatsched.energy_prices p ON p.tenant_id = s.tenant_id
WHERE s.site_id = ? AND p."end" > CAST(? AS date)::timestamp AT TIME ZONE s.time_zone
  AND p.start < (CAST(? AS date) + 1)::timestamp AT TIME ZONE s.time_zone
ORDER BY p.tariff_id, p.start

SELECT a.equipment_id, a.unavailable_start AT TIME ZONE s.time_zone AS unavailable_start,
       a.unavailable_end AT TIME ZONE s.time_zone AS unavailable_end, a.reason
FROM heatsched.equipment_availability a
JOIN heatsched.sites s ON s.tenant_id = a.tenant_id AND s.site_id = a.site_id
WHERE a.site_id = ? AND a.unavailable_end > CAST(? AS date)::timestamp AT TIME ZONE s.time_zone
  AND a.unavailable_start < (CAST(? AS date) + 1)::timestamp AT TIME ZONE s.time_zone
ORDER BY a.equipment_id, a.unavailable_start

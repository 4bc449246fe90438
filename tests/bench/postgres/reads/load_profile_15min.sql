\set site random(1, 50)
\set day random(0, 364)
SELECT * FROM heatsched.load_profile_15min WHERE site_id = 'site-' || :site AND schedule_date = date '2026-01-01' + :day;

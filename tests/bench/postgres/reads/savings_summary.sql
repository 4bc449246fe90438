\set site random(1, 50)
SELECT * FROM heatsched.savings_summary WHERE site_id = 'site-' || :site;

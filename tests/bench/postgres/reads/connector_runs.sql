SELECT * FROM heatsched.connector_runs ORDER BY started_at DESC LIMIT 50;

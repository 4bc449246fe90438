SELECT * FROM heatsched.audit_log ORDER BY at DESC LIMIT 50;

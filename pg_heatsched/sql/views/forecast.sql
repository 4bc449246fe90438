-- What the coming 30 days cost and save at each site, as cost_forecast has them. A role of several tenants sets
-- heatsched.tenant_id first.
CREATE OR REPLACE VIEW forecast AS
SELECT s.tenant_id, f.*
FROM (SELECT tenant_id, site_id FROM sites WHERE tenant_id = ANY (ARRAY(SELECT my_tenants()))) s
CROSS JOIN LATERAL cost_forecast(s.site_id, 'monthly') f;

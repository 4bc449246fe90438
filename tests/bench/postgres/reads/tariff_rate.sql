\set hour random(0, 8759)
SELECT heatsched.tariff_rate('ind-tou', timestamptz '2026-01-01 06:00Z' + :hour * interval '1 hour');

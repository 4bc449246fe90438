\set day random(0, 360)
SELECT * FROM heatsched.calculate_bill('site-' || 1 + :day % 50, date '2026-01-05', date '2026-01-06');

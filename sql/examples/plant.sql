-- As anna: a tariff, a plant with an electric furnace and a gas oven, and a day of orders.
SELECT tariff_id, status, periods, demand_charges FROM import_tariff('{
    "tariff_id": "industrial", "currency": "USD", "time_zone": "America/Chicago", "effective_date": "2026-01-01",
    "periods": [
        {"period_category": "off-peak", "start_time": "22:00", "end_time": "06:00", "energy_rate_kwh": "0.045"},
        {"period_category": "mid-peak", "start_time": "06:00", "end_time": "14:00", "energy_rate_kwh": "0.085"},
        {"period_category": "on-peak", "start_time": "14:00", "end_time": "22:00", "energy_rate_kwh": "0.145"}
    ],
    "demand_charges": [{"name": "demand", "rate_kw": "12.50"}]
}');

INSERT INTO sites (tenant_id, site_id, site_name, time_zone, currency, tariff_id, source_system, source_reference, provenance_hash)
VALUES ('acme', 'mill', 'Mill', 'America/Chicago', 'USD', 'industrial', 'psql', 'plant.sql', 'typed in');

INSERT INTO heating_equipment (
    tenant_id, site_id, equipment_id, equipment_name, equipment_type, fuel_type, fuel_rate_per_kwh, capacity_kw, min_load_kw,
    efficiency_percent, min_run_time_minutes, startup_energy_kwh, startup_minutes, shutdown_energy_kwh, shutdown_minutes,
    initial_state, source_system, source_reference, provenance_hash
)
VALUES
    ('acme', 'mill', 'furnace', 'Furnace', 'electric', 'electricity', NULL, 300, 60, 92, 60, 25, 15, 0, 0, 'off', 'psql', 'plant.sql', 'typed in'),
    ('acme', 'mill', 'oven', 'Gas oven', 'gas', 'natural_gas', 0.031, 200, 0, 78, 0, 0, 0, 0, 0, 'off', 'psql', 'plant.sql', 'typed in');

INSERT INTO schedules (
    tenant_id, site_id, schedule_id, schedule_date, interval_minutes, demand_allocation, status, source_system, source_reference, provenance_hash
)
VALUES ('acme', 'mill', 'monday', '2026-03-09', 15, 'marginal', 'draft', 'psql', 'plant.sql', 'typed in');

INSERT INTO production_jobs (
    tenant_id, site_id, schedule_id, schedule_date, job_id, heating_requirement_kwh, duration_minutes, earliest_start, latest_end,
    priority, crew_size, allowed_equipment, source_system, source_reference, provenance_hash
)
SELECT 'acme', 'mill', 'monday', '2026-03-09', job_id, kwh, minutes, earliest, latest, 3, 0, equipment, 'psql', 'plant.sql', 'typed in'
FROM (VALUES
    ('anneal', 480, 120, timestamptz '2026-03-09 06:00 America/Chicago', timestamptz '2026-03-10 00:00 America/Chicago', 'furnace'),
    ('temper', 200, 60, '2026-03-09 13:00 America/Chicago', '2026-03-09 22:00 America/Chicago', 'furnace'),
    ('dry', 150, 60, '2026-03-09 06:00 America/Chicago', '2026-03-09 07:00 America/Chicago', NULL)
) AS orders (job_id, kwh, minutes, earliest, latest, equipment);

SELECT * FROM validate_inputs('monday');

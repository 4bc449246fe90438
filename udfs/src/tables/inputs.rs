//! What a plan is made from. Each row says where it came from.

use super::Kind::{Date, Figure, Int, Quantity, Rate, Text, Time};
use super::column::{optional, required};
use super::{Column, Partition, Table};

const TENANT: Column = required("tenant_id", Text, "", "Owner of the row; tenants never see each other's rows");
const SITE: Column = required("site_id", Text, "", "Plant, as in sites");
const SCHEDULE: Column = required("schedule_id", Text, "", "Schedule, as in schedules");
const TARIFF: Column = required("tariff_id", Text, "", "Tariff, as in tariffs");
const EQUIPMENT: Column = required("equipment_id", Text, "", "Equipment, as in heating_equipment");
const START: Column = required("start", Time, "", "From this instant");
const END: Column = required("end", Time, "", "To this instant, excluded");
const MONTHS: Column = optional("months", Text, "", "Months it applies in, as 1,2,12; null: all");
const DAY_TYPE: Column = required("day_type", Text, "", "weekday, weekend, holiday, all, or days such as mon,tue");
const SOURCE_SYSTEM: Column = required("source_system", Text, "", "System or kind of file the row came from");
const SOURCE_REFERENCE: Column = required("source_reference", Text, "", "File and row, or the system's own key");
const PROVENANCE_HASH: Column = required("provenance_hash", Text, "", "SHA-256 of the input set the row came with");

pub static SITES: Table = Table {
    name: "sites",
    comment: "Plants: where wall-clock rules apply and which tariff is in force",
    columns: &[
        TENANT,
        required("site_id", Text, "", "Plant"),
        required("site_name", Text, "", "Name for people"),
        required("time_zone", Text, "", "IANA zone of tariff, holiday, shift and per-day rules"),
        required("currency", Text, "", "ISO 4217"),
        optional("demand_limit_kw", Quantity, "kW", "Limit on metered demand in any metering window"),
        optional("tariff_id", Text, "", "Electricity tariff; null: the one tariff in effect"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "site_id"],
    partition: &[Partition::Tenant],
};

pub static SCHEDULES: Table = Table {
    name: "schedules",
    comment: "Planning tasks: the jobs of one site over one horizon",
    columns: &[
        TENANT,
        SITE,
        required("schedule_id", Text, "", "Schedule"),
        required("schedule_date", Date, "", "Local date of the horizon's start"),
        optional("horizon_start", Time, "", "Null: from the earliest job"),
        optional("horizon_end", Time, "", "Null: to the latest deadline"),
        required("interval_minutes", Int, "minutes", "Length of an interval; divides 60"),
        required("demand_allocation", Text, "", "marginal or prorated: how the horizon pays a month's demand charges"),
        optional("month_to_date_peaks", Text, "", "Peaks in kW already set this month, by demand charge, as JSON"),
        optional("options", Text, "", "Solver options as JSON"),
        required("status", Text, "", "draft, optimized or published"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "schedule_id"],
    partition: &[Partition::Tenant, Partition::Site, Partition::Date("schedule_date")],
};

pub static PRODUCTION_JOBS: Table = Table {
    name: "production_jobs",
    comment: "Orders of heat: each runs once, without interruption, on one piece of equipment",
    columns: &[
        TENANT,
        SITE,
        SCHEDULE,
        required("schedule_date", Date, "", "As in schedules"),
        required("job_id", Text, "", "Job"),
        optional("product_id", Text, "", "Product"),
        optional("product_name", Text, "", "Product, for people"),
        optional("quantity", Quantity, "", "Amount made, in unit"),
        optional("unit", Text, "", "kg, pieces, liters"),
        required("heating_requirement_kwh", Quantity, "kWh", "Useful heat"),
        optional("temperature_setpoint_c", Figure, "degC", "Temperature the equipment must reach"),
        required("duration_minutes", Int, "minutes", "Time it runs"),
        required("earliest_start", Time, "", "Not before"),
        required("latest_end", Time, "", "Deadline"),
        required("priority", Int, "", "1 (most important) to 5"),
        optional(
            "must_run_windows",
            Text,
            "",
            "Further windows it must lie in, as start/end pairs separated by commas",
        ),
        optional("allowed_equipment", Text, "", "Equipment ids separated by commas; null: any"),
        required("crew_size", Int, "", "Operators it needs while it runs"),
        optional("predecessor_job_id", Text, "", "Job that must end before this one starts"),
        optional("fixed_equipment_id", Text, "", "Equipment it stays on"),
        optional("fixed_start", Time, "", "Start it keeps"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "schedule_id", "job_id"],
    partition: &[Partition::Tenant, Partition::Site, Partition::Date("schedule_date")],
};

pub static HEATING_EQUIPMENT: Table = Table {
    name: "heating_equipment",
    comment: "Furnaces, boilers and heat pumps",
    columns: &[
        TENANT,
        SITE,
        required("equipment_id", Text, "", "Equipment; its order is the registry order"),
        required("equipment_name", Text, "", "Name for people"),
        required("equipment_type", Text, "", "gas_boiler, electric, heat_pump"),
        required("capacity_kw", Quantity, "kW", "Largest thermal power"),
        required("min_load_kw", Quantity, "kW", "Least thermal power while on"),
        optional("efficiency_percent", Figure, "%", "Heat per input energy; null where cop is given"),
        optional("cop", Figure, "", "Coefficient of performance; null where efficiency_percent is given"),
        required("fuel_type", Text, "", "electricity (metered) or another fuel"),
        optional("fuel_rate_per_kwh", Rate, "currency/kWh", "Price of input of another fuel"),
        required("min_run_time_minutes", Int, "minutes", "Least time on"),
        optional("max_starts_per_day", Int, "", "Most starts per local day"),
        required("startup_energy_kwh", Quantity, "kWh", "Input energy of a start"),
        required("startup_minutes", Int, "minutes", "Time before on over which it is drawn"),
        required("shutdown_energy_kwh", Quantity, "kWh", "Input energy of a stop"),
        required("shutdown_minutes", Int, "minutes", "Time after off over which it is drawn"),
        optional("max_concurrent_jobs", Int, "", "Most jobs at once; null: capacity alone limits"),
        optional("min_temperature_c", Figure, "degC", "Lowest setpoint"),
        optional("max_temperature_c", Figure, "degC", "Highest setpoint"),
        required("initial_state", Text, "", "on or off when a horizon starts"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "site_id", "equipment_id"],
    partition: &[Partition::Tenant, Partition::Site],
};

pub static EQUIPMENT_AVAILABILITY: Table = Table {
    name: "equipment_availability",
    comment: "Stretches in which equipment is off",
    columns: &[
        TENANT,
        SITE,
        EQUIPMENT,
        required("unavailable_start", Time, "", "From this instant"),
        required("unavailable_end", Time, "", "To this instant, excluded"),
        required("reason", Text, "", "maintenance, repair, offline"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "site_id", "equipment_id", "unavailable_start"],
    partition: &[Partition::Tenant, Partition::Site, Partition::Date("unavailable_start")],
};

pub static EQUIPMENT_STATUS: Table = Table {
    name: "equipment_status",
    comment: "What the plant's control system last said of its equipment",
    columns: &[
        TENANT,
        SITE,
        EQUIPMENT,
        required("at", Time, "", "When it was measured"),
        required("state", Text, "", "online, offline, maintenance, unknown"),
        optional("load_kw", Quantity, "kW", "Present load"),
        optional("degradation_percent", Figure, "%", "Loss of efficiency"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "site_id", "equipment_id", "at"],
    partition: &[Partition::Tenant, Partition::Site, Partition::Date("at")],
};

pub static TARIFFS: Table = Table {
    name: "tariffs",
    comment: "What utilities charge",
    columns: &[
        TENANT,
        required("tariff_id", Text, "", "Tariff"),
        required("tariff_name", Text, "", "Name for people"),
        required("utility_provider", Text, "", "Utility"),
        required("rate_schedule_code", Text, "", "The utility's own code"),
        required("currency", Text, "", "ISO 4217"),
        required("time_zone", Text, "", "IANA zone of its wall-clock rules"),
        optional("effective_date", Date, "", "First day in effect"),
        optional("expiry_date", Date, "", "First day no longer in effect"),
        optional("further_charges", Text, "", "Coincident, critical peak, reactive, riders, minimum and taxes as JSON"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "tariff_id"],
    partition: &[Partition::Tenant],
};

pub static TARIFF_PERIODS: Table = Table {
    name: "tariff_periods",
    comment: "Energy rates, and demand rates by category, for hours of days of months",
    columns: &[
        TENANT,
        TARIFF,
        required("period_no", Int, "", "Number within the tariff"),
        DAY_TYPE,
        MONTHS,
        required("start_time", Text, "", "Local, HH:MM"),
        required("end_time", Text, "", "Local, HH:MM, 24:00 for the end of the day"),
        required("period_category", Text, "", "off-peak, mid-peak, on-peak, critical or the utility's own word"),
        required("energy_rate_kwh", Rate, "currency/kWh", "Energy rate"),
        optional("demand_rate_kw", Rate, "currency/kW", "Demand rate of the category"),
        optional("energy_tiers", Text, "", "Steps of the energy rate, as JSON"),
        optional("demand_tiers", Text, "", "Steps of the demand rate, as JSON"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "tariff_id", "period_no"],
    partition: &[Partition::Tenant],
};

pub static DEMAND_CHARGES: Table = Table {
    name: "demand_charges",
    comment: "Charges on a month's highest metering window, with hours of their own; one row per stretch of hours",
    columns: &[
        TENANT,
        TARIFF,
        required("name", Text, "", "Charge"),
        required(
            "hours_no",
            Int,
            "",
            "Number of the stretch of hours within the charge; 0 where it applies at any time",
        ),
        required("rate_kw", Rate, "currency/kW", "Rate"),
        MONTHS,
        optional("day_type", Text, "", "Days of these hours; null: any time"),
        optional("start_time", Text, "", "Local, HH:MM"),
        optional("end_time", Text, "", "Local, HH:MM"),
        required("window_minutes", Int, "minutes", "Metering window, aligned to the local clock"),
        optional("hours_months", Text, "", "Months of these hours, as 1,2,12; null: all of the charge"),
        optional("terms", Text, "", "Tiers, per, basis, ratchet, minimum_kw, contract and past_peaks, as JSON"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "tariff_id", "name", "hours_no"],
    partition: &[Partition::Tenant],
};

pub static FIXED_CHARGES: Table = Table {
    name: "fixed_charges",
    comment: "Charges that do not depend on the load",
    columns: &[
        TENANT,
        TARIFF,
        required("name", Text, "", "Charge"),
        required("amount", Rate, "currency", "Amount"),
        required("per", Text, "", "day, month or year"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "tariff_id", "name"],
    partition: &[Partition::Tenant],
};

pub static HOLIDAYS: Table = Table {
    name: "holidays",
    comment: "Local dates that count as holidays under a tariff",
    columns: &[
        TENANT,
        TARIFF,
        required("holiday", Date, "", "Local date"),
        optional("holiday_name", Text, "", "Name for people"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "tariff_id", "holiday"],
    partition: &[Partition::Tenant],
};

pub static ENERGY_PRICES: Table = Table {
    name: "energy_prices",
    comment: "Real-time prices; where they cover the time they replace the period's energy rate",
    columns: &[
        TENANT,
        TARIFF,
        START,
        END,
        required("energy_rate_kwh", Rate, "currency/kWh", "Energy rate; may be negative"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "tariff_id", "start"],
    partition: &[Partition::Tenant, Partition::Date("start")],
};

pub static SITE_LOAD: Table = Table {
    name: "site_load",
    comment: "Electric load of a site that is not scheduled here",
    columns: &[
        TENANT,
        SITE,
        START,
        END,
        required("kw", Quantity, "kW", "Mean power"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "site_id", "start"],
    partition: &[Partition::Tenant, Partition::Site, Partition::Date("start")],
};

pub static WORKFORCE_SHIFTS: Table = Table {
    name: "workforce_shifts",
    comment: "Operators on shift; overlapping shifts add up",
    columns: &[
        TENANT,
        SITE,
        required("shift_id", Text, "", "Shift"),
        START,
        END,
        required("crew", Int, "", "Operators"),
        SOURCE_SYSTEM,
        SOURCE_REFERENCE,
        PROVENANCE_HASH,
    ],
    key: &["tenant_id", "site_id", "shift_id", "start"],
    partition: &[Partition::Tenant, Partition::Site, Partition::Date("start")],
};

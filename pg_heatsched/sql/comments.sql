-- Generated from query/src/functions by tests/it/comments_sql.rs; not to be edited.
DO $comments$
DECLARE
    told record;
BEGIN
    FOR told IN
        SELECT p.oid::pg_catalog.regprocedure AS routine, d.text
        FROM (VALUES
            ('baseline_schedule', 'What the plant would do without the optimiser: jobs first come, first served, blind to prices. Nothing is stored. The columns are those of schedule_assignments, and the cost and violations of the whole schedule.
schedule_id: Schedule, as in schedules.'),
            ('bill', 'Bill of a load series by a tariff: a list of lines (line_no, month, charge, category, tier, quantity, unit, rate, amount, at), to be unnested. at is the start of an interval and kw the mean power over it; the length of the intervals is that of the series, which must be even and without a gap or a duplicate. Rows with a NULL are left out, as in any aggregate. NULL where there is no row. The tariff''s own time zone decides on hours, days and months. Demand charges are billed in full.
at: Start of an interval.
kw: Mean power over the interval, in kW.
tariff_id: Tariff, as in tariffs; one for the whole series.'),
            ('calculate_bill', 'Bill of a site''s load (the table site_load) by the tariff in force at its start, line by line. Start and end are timestamps (UTC where no offset is given) or dates (local days of the site). The load must cover all of the time, without a gap or an overlap. A bill over part of a month carries its share of the month''s fixed charges, which the line''s quantity shows.
site_id: Site, as in sites.
start: From this timestamp or date.
end: To this timestamp or date, excluded.
demand_allocation: marginal (default): the whole of each demand charge; prorated: the time''s share of its month.'),
            ('compare_tariffs', 'Bill of a site''s load by each of several tariffs and by the one in force at its start, the cheapest first. The tariffs are billed whether or not they are in effect then, so that last year''s load can be priced by next year''s tariffs; note says so. A tariff that cannot bill the load comes last, with the reason.
site_id: Site, as in sites.
start: From this timestamp or date.
end: To this timestamp or date, excluded.
tariffs: Tariff, as in tariffs; a pattern in which % stands for any text; or a list of either.'),
            ('cost_forecast', 'What a site''s coming days cost: a row for each local day that the next day (daily), 7 days (weekly) or 30 days (monthly) from a time on touch. Days are whole, because a day''s demand charges cannot be cut. A schedule counts on the day it starts, by its current run: the published one, else the one that was stored last. A schedule that is not planned yet counts by its FIFO baseline, and basis says so. A day of which nothing is known has nulls and a note; nothing is guessed. Without a time, from when the query starts; a time without an offset is UTC, a date is the start of the local day.
site_id: Site, as in sites.
period: daily, weekly or monthly.
at: From when on: a timestamp, a date, or either as text.'),
            ('current_tariff', 'Tariff in force at a site: the one that the site names, or the only one in effect on the tariff''s local day. It is an error if several are in effect, or none. NULL where an argument is NULL. A timestamp without a zone is UTC.
site_id: Site, as in sites.
at: Instant: a timestamp of any unit and zone.'),
            ('delete_schedule', 'Deletes a schedule that is not published, with its jobs and runs, and in Postgres with its requests.
schedule_id: Schedule, as in schedules.'),
            ('explain_bill', 'What set each peak on the bill of a site''s load: for every demand charge and billing month the metering window, the kW that are billed and why (the peak itself, a ratchet and the month it holds to, a minimum, contracted power), and what demand would have cost less, in all months of the bill, had the peak been one kW lower. One row for each piece of equipment that drew power then by the plan of a stored run, of a published schedule first, and one for the site''s load.
site_id: Site, as in sites.
start: From this timestamp or date.
end: To this timestamp or date, excluded.
demand_allocation: marginal (default): the whole of each demand charge; prorated: the time''s share of its month.'),
            ('explain_schedule', 'Why each job of a stored run is where it is: what the job costs there, with all others as they are, the next best place and what the run would cost more with the job there, and what keeps the job from the place that looks cheapest by its own energy: a rule, a job in the way, or a peak that it would raise. Costs are before rounding, without fixed charges, minimum charges and tax.
run_id: Run, as in optimization_runs.'),
            ('export_tariff', 'A stored tariff as a JSON document: all of it in heatsched''s own form, or in that of the Utility Rate Database, which refuses by name what that database cannot state.
tariff_id: Tariff, as in tariffs.
form: own (default) or urdb.'),
            ('import_tariff', 'Stores the tariffs of a document in the warehouse: JSON of heatsched''s own form, or of the Utility Rate Database (URDB). Everything that is wrong, or that cannot be represented, is told at once, and then nothing is stored. The same document twice changes nothing; a tariff of a known tariff_id replaces all that was stored of it, but for energy prices where the document has none. A tariff without a time zone needs one here; one of URDB without a currency is in USD. Explaining or preparing a query stores nothing.
document: JSON of a tariff, or of several.
time_zone: IANA zone of tariffs that name none.
currency: ISO 4217 code of the currency of tariffs that name none.'),
            ('monthly_report_pdf', 'A site''s calendar month as a PDF, in bytes, over the current run of each of its schedules: what the month costs and saves by charge, tariff period and day, what set its demand charges and when, the bill of the site''s own load, and hashes. The same rows give the same bytes. NULL where an argument is NULL. The command heatsched report writes it to a file.
site_id: Site, as in sites.
month: Calendar month, such as 2026-01.
paper: a4 (default) or letter.'),
            ('monthly_report_xlsx', 'A site''s calendar month as an Excel workbook, in bytes, over the current run of each of its schedules: what the month costs and saves by charge, tariff period and day, what set its demand charges and when, the bill of the site''s own load, and hashes. The same rows give the same bytes. NULL where an argument is NULL. The command heatsched report writes it to a file.
site_id: Site, as in sites.
month: Calendar month, such as 2026-01.'),
            ('optimize_schedule', 'Plans a schedule at the least cost, stores the run in the warehouse and gives its assignments. The same input is not solved twice: its stored run is found again. Explaining or preparing a query solves nothing. A pattern with % or a list in brackets plans many schedules, side by side. The columns are those of schedule_assignments, and the cost, status and violations of the whole plan. Options is a JSON object with any of gap_tolerance, work_limit, time_limit_seconds, threads, seed and demand_allocation; an unknown key is an error that names it.
To plan anew beside a published plan, give previous_run_id, a stored run. Jobs that it starts before freeze_until keep their equipment and start; every other job moves only where that saves at least move_price on the bill (default: 5 % of what a job costs on average). Which jobs moved and why is in job_moves. Costs, lower bound and gap are those of the bill alone.
schedule_id: Schedule, as in schedules; a pattern in which % stands for any text; or a list of either.
options: JSON object: how to solve.'),
            ('peak_prices', 'What one kW of each peak of a stored run costs, riders included: the part of a demand charge that the horizon pays for a kW more, and saves with a kW less. 0 below the peak of the month to date, a minimum or a ratchet.
run_id: Run, as in optimization_runs.'),
            ('provenance', 'The chain of hashes behind a stored run, or behind every run of a schedule: the sets of input rows with the systems they came from, the problem that was solved, the result.
id: Run, as in optimization_runs, or schedule, as in schedules.'),
            ('publish_schedule', 'Publishes a run as the plan that the plant follows. The schedule, its jobs and the run do not change from then on. The same run again changes nothing; another run of a published schedule is refused (HS1601). Postgres notes the role that published, and makes corrections by revise_schedule.
run_id: Run, as in optimization_runs.'),
            ('reconcile_bill', 'A utility''s invoice against our bill of a site''s load, line by line: what differs, and whether by the energy (volume), the rate (price), the demand (peak) or a charge that only one of the two has. The parts of all lines add up to the difference of the totals.
site_id: Site, as in sites.
start: From this timestamp or date.
end: To this timestamp or date, excluded.
invoice: JSON: a list of lines with month, charge, category, quantity, unit, rate and amount.'),
            ('register_equipment', 'Stores the furnaces, boilers and heat pumps of a JSON document: an object, or a list of them, with the columns of heating_equipment; what is left out has its default, as in a file that is imported. Everything that is wrong is told at once, and then nothing is stored. The same document twice changes nothing. Postgres also takes the columns as named arguments.
document: JSON of an equipment, or of a list.'),
            ('savings_report_pdf', 'What the current runs of one or more sites save against FIFO as a PDF, in bytes: by month, site, charge and tariff period, with hashes. A schedule counts in the month of its date; currencies are not added up. The same rows give the same bytes. NULL where an argument is NULL. The command heatsched report writes it to a file.
site_id: Site, as in sites, or a pattern such as ''plant-%''.
first_month: From this month, such as 2026-01.
last_month: To this month, included.
paper: a4 (default) or letter.'),
            ('savings_report_xlsx', 'What the current runs of one or more sites save against FIFO as an Excel workbook, in bytes: by month, site, charge and tariff period, with hashes. A schedule counts in the month of its date; currencies are not added up. The same rows give the same bytes. NULL where an argument is NULL. The command heatsched report writes it to a file.
site_id: Site, as in sites, or a pattern such as ''plant-%''.
first_month: From this month, such as 2026-01.
last_month: To this month, included.'),
            ('schedule_cost', 'What a stored run costs by kind of charge, next to its FIFO baseline: a row for each kind that either bill has, and one for the total.
run_id: Run, as in optimization_runs.'),
            ('schedule_maintenance', 'Stores stretches of time in which equipment is off, from a JSON document: an object, or a list of them, with site_id, equipment_id, unavailable_start, unavailable_end and reason (default maintenance). Everything that is wrong is told at once, and then nothing is stored. affected_schedules names the schedules whose current plan has the equipment on then: plan them anew. Postgres also takes the fields as named arguments.
document: JSON of a stretch of time, or of a list.'),
            ('schedule_report_pdf', 'A stored run as a PDF, in bytes: what it costs and saves in plain sentences, load against tariff, Gantt, costs by charge and period, billed peaks, equipment use, violations and hashes. The same rows give the same bytes. NULL where an argument is NULL. The command heatsched report writes it to a file.
run_id: Run, as in optimization_runs.
paper: a4 (default) or letter.'),
            ('schedule_report_xlsx', 'A stored run as an Excel workbook, in bytes: what it costs and saves in plain sentences, load against tariff, Gantt, costs by charge and period, billed peaks, equipment use, violations and hashes. The same rows give the same bytes. NULL where an argument is NULL. The command heatsched report writes it to a file.
run_id: Run, as in optimization_runs.'),
            ('simulate_schedule', 'Plans a schedule with changes and stores nothing. Options is a JSON object: tariff_id (another tariff), demand_limit_kw, demand_allocation (marginal or prorated), without_equipment (ids to plan without), and the solver''s gap_tolerance, work_limit, time_limit_seconds, threads and seed; and previous_run_id, freeze_until and move_price, as optimize_schedule has them. An unknown key is an error that names it.
schedule_id: Schedule, as in schedules.
options: JSON object: what to change.'),
            ('tariff_period', 'Category of a tariff''s period at an instant: off-peak, mid-peak, on-peak, critical or the utility''s own word. A real-time price changes the rate, not the category. NULL where an argument is NULL. A timestamp without a zone is UTC; a date is refused, because it is no instant.
tariff_id: Tariff, as in tariffs.
at: Instant: a timestamp of any unit and zone.'),
            ('tariff_rate', 'Energy rate of a tariff at an instant, in currency per kWh: that of the period the instant falls in by the tariff''s wall clock, or of the real-time price that covers it. NULL where an argument is NULL. A timestamp without a zone is UTC; a date is refused, because it is no instant.
tariff_id: Tariff, as in tariffs.
at: Instant: a timestamp of any unit and zone.'),
            ('tariff_rates', 'Rates of a tariff over time: a row for each longest stretch with one energy rate, one category and one demand rate. Start and end are timestamps (UTC where no offset is given) or dates (local days of the tariff).
tariff_id: Tariff, as in tariffs.
start: From this timestamp or date.
end: To this timestamp or date, excluded.'),
            ('utilization_report_pdf', 'How a site''s equipment is used by the current run of each of its schedules, as a PDF, in bytes: hours on, idle and unavailable, starts, input, heat, peak and use of the capacity, beside FIFO, with hashes. The same rows give the same bytes. NULL where an argument is NULL. The command heatsched report writes it to a file.
site_id: Site, as in sites.
first_month: From this month, such as 2026-01.
last_month: To this month, included.
paper: a4 (default) or letter.'),
            ('utilization_report_xlsx', 'How a site''s equipment is used by the current run of each of its schedules, as an Excel workbook, in bytes: hours on, idle and unavailable, starts, input, heat, peak and use of the capacity, beside FIFO, with hashes. The same rows give the same bytes. NULL where an argument is NULL. The command heatsched report writes it to a file.
site_id: Site, as in sites.
first_month: From this month, such as 2026-01.
last_month: To this month, included.'),
            ('validate_inputs', 'Everything that is wrong with the inputs of a schedule, at once: a row for each problem, with its code, the row and column it is in, and what to do. No rows: it can be planned.
schedule_id: Schedule, as in schedules.'),
            ('validate_schedule', 'Hard constraints that a stored run''s optimized schedule breaks, found again from its assignments and equipment runs by rules of the validator''s own: a row for each, with by how much and the smallest change that would mend it. No rows: the schedule is valid.
run_id: Run, as in optimization_runs.'),
            ('verify_provenance', 'Recomputes a stored run, or every run of a schedule, from its problem and its schedule: hashes, prices, every stored row. A row for each table that is as it was written, and a row for each cell that is not.
id: Run, as in optimization_runs, or schedule, as in schedules.')
        ) AS d (name, text)
        JOIN pg_catalog.pg_proc p ON p.proname = d.name AND p.pronamespace = 'heatsched'::pg_catalog.regnamespace
    LOOP
        EXECUTE pg_catalog.format('COMMENT ON ROUTINE %s IS %L', told.routine, told.text);
    END LOOP;
END
$comments$;

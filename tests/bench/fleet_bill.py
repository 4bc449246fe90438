"""How fast a fleet is billed, next to DataFusion and PySAM on the same rows, in one run.

    pip install -r tests/bench/requirements.txt
    python3 tests/bench/fleet_bill.py [--sites 1000] [--runs 3] [--binary PROGRAM] [--folder FOLDER]

1. `fleet_bill.rs` writes a year of 15-minute load for each site to Parquet and bills it on two threads: four energy
   rates by time of use, a demand charge for each of the four, one at any time, a fixed charge; exact, to the cent.
2. DataFusion, as released (optimised), on two partitions: `sum(kwh * rate)` over the same files, the rate joined as a
   column beforehand: energy alone, no demand, no sites.
3. PySAM's Utilityrate5: one site and year, `execute()` alone, the load in memory; and as a whole, as ours is: the site's
   load read from the same files, set, billed, its bill read.

The best of the runs counts for each. On a busy machine the elapsed times mean little: the processor times are given, too,
and their ratio is what two cores of our own would give. The sums are held against each other: all of our energy against DataFusion's, to
half a cent a line; the first site's bill against PySAM's, to a cent a month.
"""

import argparse
import json
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import datafusion
import PySAM.Utilityrate5 as utilityrate5

HERE = Path(__file__).resolve().parent
CARGO = ["cargo", "bench", "--quiet", "-p", "connectors", "--bench", "fleet_bill", "--"]
LINES_A_YEAR = 12 * 4


def best(runs, work, clock=time.perf_counter):
    found = []
    for _ in range(runs):
        before = clock()
        result = work()
        found.append((clock() - before, result))
    return min(found, key=lambda pair: pair[0])


def processor_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(program, folder, runs):
    def bill():
        done = subprocess.run(
            [*program, "bill", str(folder)], check=True, capture_output=True, text=True, cwd=HERE.parent.parent
        )
        return json.loads(done.stdout)

    fastest = min((bill() for _ in range(runs)), key=lambda found: found["seconds"])
    processor, _ = best(runs, bill, processor_of_children)
    return fastest, processor


def plain_sum(folder, runs):
    config = datafusion.SessionConfig().with_target_partitions(2)
    context = datafusion.SessionContext(config)
    context.register_parquet("load", str(folder))
    query = "SELECT sum(kwh * rate) AS total FROM load"

    def total():
        return context.sql(query).collect()[0].column(0)[0].as_py()

    processor, _ = best(runs, total, time.process_time)
    return processor, *best(runs, total)


def site_year(folder, runs):
    """Seconds of `execute()`, its processor seconds, seconds as a whole, and the year's bill of the first site."""
    context = datafusion.SessionContext()
    context.register_parquet("load", str(folder))
    tariff = json.loads((HERE / "fleet_tariff.json").read_text())

    def load():
        query = "SELECT CAST(kw AS DOUBLE) AS kw FROM load WHERE site_id = 'site-00000' ORDER BY start"
        batches = context.sql(query).collect()
        return [value for batch in batches for value in batch.column(0).to_pylist()]

    model = model_of(tariff, load())

    def whole():
        model.Load.load = load()
        model.execute(0)
        return model.Outputs.utility_bill_wo_sys[1]

    alone, _ = best(runs, lambda: model.execute(0))
    processor, _ = best(runs, lambda: model.execute(0), time.process_time)
    seconds, bill = best(runs, whole)
    return alone, processor, seconds, bill


def model_of(tariff, load):
    """The same tariff and load; times of use as months by hours, from 1."""
    model = utilityrate5.new()
    model.Lifetime.analysis_period = 1
    model.Lifetime.inflation_rate = 0
    model.Lifetime.system_use_lifetime_output = 0
    model.SystemOutput.degradation = [0]
    model.SystemOutput.gen = [0] * len(load)
    model.Load.load = load
    rates = model.ElectricityRates
    rates.en_electricity_rates = 1
    rates.rate_escalation = [0]
    rates.ur_metering_option = 2
    rates.ur_sell_eq_buy = 0
    rates.ur_nm_credit_month = 0
    rates.ur_nm_credit_rollover = 0
    rates.ur_nm_yearend_sell_rate = 0
    rates.ur_en_ts_buy_rate = 0
    rates.ur_en_ts_sell_rate = 0
    rates.ur_monthly_min_charge = 0
    rates.ur_annual_min_charge = 0
    rates.ur_monthly_fixed_charge = tariff["fixedchargefirstmeter"]
    numbered = lambda rows: [[period + 1 for period in row] for row in rows]
    rates.ur_ec_sched_weekday = numbered(tariff["energyweekdayschedule"])
    rates.ur_ec_sched_weekend = numbered(tariff["energyweekendschedule"])
    energy = [tiers[0]["rate"] for tiers in tariff["energyratestructure"]]
    rates.ur_ec_tou_mat = [[number, 1, 1e38, 0, rate, 0] for number, rate in enumerate(energy, 1)]
    rates.ur_dc_enable = 1
    rates.ur_enable_billing_demand = 0
    rates.ur_dc_sched_weekday = numbered(tariff["demandweekdayschedule"])
    rates.ur_dc_sched_weekend = numbered(tariff["demandweekendschedule"])
    demand = [tiers[0]["rate"] for tiers in tariff["demandratestructure"]]
    rates.ur_dc_tou_mat = [[number, 1, 1e38, rate] for number, rate in enumerate(demand, 1)]
    flat = tariff["flatdemandstructure"][0][0]["rate"]
    rates.ur_dc_flat_mat = [[month, 1, 1e38, flat] for month in range(12)]
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--binary", help="the benchmark, built before; without it cargo builds it")
    parser.add_argument("--folder", type=Path, help="where the load is kept; without it a folder that is removed")
    arguments = parser.parse_args()
    program = [arguments.binary] if arguments.binary else CARGO
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or Path(scratch)
        if not list(folder.glob("*.parquet")):
            generate = [*program, "generate", str(folder.resolve()), str(arguments.sites)]
            subprocess.run(generate, check=True, cwd=HERE.parent.parent)
        folder = folder.resolve()
        bills, processor = ours(program, folder, arguments.runs)
        sum_processor, sum_seconds, energy = plain_sum(folder, arguments.runs)
        sam_alone, sam_processor, sam_whole, sam_bill = site_year(folder, arguments.runs)
    rows, sites = bills["rows"], bills["sites"]
    a_second = rows / bills["seconds"]
    print(f"{sites} sites, {rows} rows of Parquet, two threads, peak memory {bills['peak_mib']} MiB")
    print(f"bills                  {bills['seconds']:8.3f} s  {a_second / 1e6:7.1f} million rows/s")
    print(f"DataFusion sum(kwh*rate) {sum_seconds:6.3f} s  {rows / sum_seconds / 1e6:7.1f} million rows/s")
    print(f"PySAM Utilityrate5     {sam_alone:8.4f} s a site and year, {sam_whole:.4f} s with its load read")
    print(f"ours                   {bills['seconds'] / sites:8.5f} s a site and year")
    print(f"ratio to DataFusion    {sum_seconds / bills['seconds']:8.2f}")
    print(f"ratio to PySAM         {sam_alone * sites / bills['seconds']:8.0f} execute() alone")
    print(f"                       {sam_whole * sites / bills['seconds']:8.0f} with its load read")
    print(
        f"processor time         {processor:8.3f} s; DataFusion {sum_processor:.3f} s, PySAM {sam_processor:.4f} s a site and year"
    )
    print(f"ratio by processor time {sum_processor / processor:7.2f} to DataFusion")
    print(f"                       {2 * sam_processor * sites / processor:8.0f} to PySAM on one of two cores")
    apart = abs(float(energy) - float(bills["energy"]))
    assert apart <= 0.005 * LINES_A_YEAR * sites, f"energy {bills['energy']}, DataFusion {energy}"
    assert abs(float(bills["first_site"]) - sam_bill) <= 0.12, f"bill {bills['first_site']}, PySAM {sam_bill}"


if __name__ == "__main__":
    main()

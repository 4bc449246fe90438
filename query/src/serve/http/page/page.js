import { gantt } from "./gantt.js";
import { load } from "./load.js";
import { figures, table } from "./table.js";

const EVERY_MS = 15000;
const at = (id) => document.getElementById(id);
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

async function rows(name, options = {}) {
  const query = new URLSearchParams(Object.entries(options).map(([key, value]) => [`$${key}`, value]));
  const response = await fetch(`data/${name}.json?${query}`);
  if (!response.ok) throw new Error(`${name}: ${(await response.json()).error.message}`);
  return response.json();
}

// what is drawn, to draw only what has changed
let drawn = "";

async function refresh() {
  try {
    const [sites, runs, schedules, connectors] = await Promise.all([
      rows("sites", { select: "site_id,site_name,time_zone,currency" }),
      rows("optimization_runs", {
        select: "run_id,site_id,schedule_id,schedule_date,status,currency,total_cost,baseline_cost,savings,savings_percent,constraints_violated,horizon_start,horizon_end,stored_at",
        orderby: "schedule_date desc,stored_at desc",
        top: 400,
      }),
      rows("schedules", { select: "site_id,schedule_id,schedule_date,status", filter: "status eq 'draft'", top: 100 }),
      rows("connector_runs", { select: "job,source_system,started_at,ended_at,status,rows_written,rows_quarantined,error_code,error", orderby: "started_at desc", top: 200 }),
    ]);
    choose(at("site"), sites.map((site) => [site.site_id, site.site_name]));
    const site = sites.find((site) => site.site_id === at("site").value);
    const own = runs.filter((run) => run.site_id === site?.site_id);
    choose(at("run"), own.map((run) => [run.run_id, `${run.schedule_id}, ${run.status}`]));
    const run = own.find((run) => run.run_id === at("run").value);
    const state = JSON.stringify([site, run, schedules, connectors]);
    if (state !== drawn) {
      waiting(schedules.filter((schedule) => schedule.site_id === site?.site_id));
      health(connectors, site?.time_zone ?? "UTC");
      await plan(run, site);
      drawn = state;
    }
    say(run ? `Updated ${new Date().toLocaleTimeString()}` : "Nothing is planned yet");
  } catch (error) {
    say(`Not updated: ${error.message}`, true);
  }
}

function say(text, failed = false) {
  at("state").textContent = text;
  at("state").classList.toggle("failed", failed);
}

/** Keeps what was chosen, where it is still there. */
function choose(select, options) {
  const before = select.value;
  if (JSON.stringify(options) === select.dataset.options) return;
  select.dataset.options = JSON.stringify(options);
  // of a schedule that was planned anew, the newest run
  const kept = options.some(([value]) => value === before) && select.dataset.chosen === before;
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  select.value = kept ? before : (options[0]?.[0] ?? "");
}

async function plan(run, site) {
  if (!run) {
    for (const id of ["figures", "gantt", "gantt-table", "load", "load-table", "costs", "job"]) at(id).replaceChildren();
    return;
  }
  const of = `run_id eq ${quoted(run.run_id)}`;
  const [jobs, loads, costs, rates] = await Promise.all([
    rows("schedule_assignments", { filter: `${of} and schedule_kind eq 'optimized'`, orderby: "equipment_id,scheduled_start" }),
    rows("load_profile", { filter: `${of} and equipment_id eq '*'`, select: "schedule_kind,start,end,electric_kw", orderby: "start" }),
    rows("cost_by_period", { filter: of, orderby: "period_category" }),
    fetch(`rates/${run.run_id}.json`).then((response) => response.json()),
  ]);
  const money = (value) => Number(value).toLocaleString("en", { style: "currency", currency: run.currency });
  figures(at("figures"), [
    ["Cost", money(run.total_cost)],
    ["First in, first out", money(run.baseline_cost)],
    ["Saved", `${money(run.savings)} (${Number(run.savings_percent ?? 0).toFixed(1)} %)`],
    ["Violations", String(run.constraints_violated)],
    ["Jobs", String(jobs.length)],
  ]);
  gantt(at("gantt"), at("gantt-table"), at("job"), run, jobs, site.time_zone, money);
  load(at("load"), at("load-table"), run, loads, rates, site.time_zone, run.currency);
  table(at("costs"), "Costs of the plan and of first in, first out, by tariff category", ["Category", "Schedule", "Energy kWh", "Energy cost", "Billed kW", "Demand cost", "Total"], costs.map((cost) => [
    cost.period_category,
    cost.schedule_kind === "optimized" ? "plan" : "first in, first out",
    Number(cost.energy_kwh).toFixed(0), money(cost.energy_cost), Number(cost.billed_demand_kw).toFixed(0), money(cost.demand_cost), money(cost.total_cost),
  ]), 2);
}

function waiting(schedules) {
  table(at("queue"), "Schedules without a plan", ["Date", "Schedule"], schedules.map((schedule) => [schedule.schedule_date, schedule.schedule_id]));
}

function health(runs, zone) {
  const newest = new Map();
  for (const run of runs) if (!newest.has(run.job)) newest.set(run.job, run);
  const time = (text) => (text ? new Date(text).toLocaleString("en", { timeZone: zone }) : "still running");
  table(at("health"), "The last run of each load job", ["Job", "System", "Status", "Ended", "Rows written", "In quarantine", "Error"], [...newest.values()].map((run) => [
    run.job, run.source_system, run.status, time(run.ended_at), String(run.rows_written), String(run.rows_quarantined),
    run.error ? `${run.error_code ?? ""} ${run.error}` : "",
  ]));
}

at("site").addEventListener("change", refresh);
at("run").addEventListener("change", () => {
  at("run").dataset.chosen = at("run").value;
  refresh();
});
await refresh();
setInterval(refresh, EVERY_MS);

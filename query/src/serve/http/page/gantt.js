import { canvas, clock, draw, hours, LEFT, RIGHT, timeScale, WIDTH } from "./axis.js";
import { table } from "./table.js";

const LANE = 24;
const TOP = 6;

/** Jobs side by side where equipment takes several at once. */
function lanes(jobs) {
  const ends = [];
  return jobs.map((job) => {
    let lane = ends.findIndex((end) => end <= job.scheduled_start);
    if (lane < 0) lane = ends.length;
    ends[lane] = job.scheduled_end;
    return [job, lane];
  });
}

export function gantt(place, tablePlace, told, run, jobs, zone, money) {
  const byEquipment = Map.groupBy(jobs, (job) => job.equipment_id);
  const placed = [...byEquipment].map(([equipment, jobs]) => [equipment, lanes(jobs)]);
  const heights = placed.map(([, jobs]) => LANE * (1 + Math.max(...jobs.map(([, lane]) => lane))));
  const bottom = TOP + heights.reduce((sum, height) => sum + height, 0);
  const svg = canvas(bottom + 22, `Plan of ${run.schedule_id}: ${jobs.length} jobs on ${placed.length} machines`);
  const x = timeScale(run);
  const words = (job) => `${job.job_id} on ${job.equipment_id}, ${clock(job.scheduled_start, zone)} to ${clock(job.scheduled_end, zone)}, ${Number(job.power_kw).toFixed(0)} kW, ${job.tariff_period}, energy ${money(job.energy_cost)}`;
  let y = TOP;
  const bars = [];
  placed.forEach(([equipment, jobs], i) => {
    if (i % 2 === 0) svg.append(draw("rect", { class: "band", x: 0, y, width: WIDTH, height: heights[i] }));
    svg.append(draw("text", { x: 4, y: y + 16 }, equipment));
    for (const [job, lane] of jobs) bars.push(bar(job, y + lane * LANE, x, words(job)));
    y += heights[i];
  });
  hours(svg, run, zone, TOP, bottom);
  svg.append(...bars);
  walk(bars, told);
  place.replaceChildren(svg);
  told.textContent = "";
  table(tablePlace, "The plan", ["Equipment", "Job", "Start", "End", "Power kW", "Tariff", "Energy cost"], jobs.map((job) => [
    job.equipment_id, job.job_id, clock(job.scheduled_start, zone), clock(job.scheduled_end, zone), Number(job.power_kw).toFixed(0), job.tariff_period, money(job.energy_cost),
  ]));
}

function bar(job, y, x, label) {
  const [from, to] = [Math.max(x(job.scheduled_start), LEFT), Math.min(x(job.scheduled_end), WIDTH - RIGHT)];
  const group = draw("g", { class: "job", role: "img", tabindex: -1, "aria-label": label });
  group.append(draw("rect", { x: from + 1, y: y + 2, width: Math.max(to - from - 2, 2), height: LANE - 4, rx: 3 }), draw("title", {}, label));
  if (to - from > 8 * job.job_id.length) group.append(draw("text", { x: from + 5, y: y + 16 }, job.job_id));
  return group;
}

/** One stop for Tab; from there arrows, Home and End. */
function walk(bars, told) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  bars[0]?.setAttribute("tabindex", 0);
  bars.forEach((bar, i) => {
    bar.addEventListener("focus", () => (told.textContent = bar.getAttribute("aria-label")));
    bar.addEventListener("mouseenter", () => (told.textContent = bar.getAttribute("aria-label")));
    bar.addEventListener("keydown", (event) => {
      if (!(event.key in steps)) return;
      event.preventDefault();
      const next = bars[Math.min(Math.max(i + steps[event.key], 0), bars.length - 1)];
      bar.setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    });
  });
}

import { canvas, clock, draw, hours, LEFT, RIGHT, timeScale, WIDTH } from "./axis.js";
import { table } from "./table.js";

const TOP = 20;
const BOTTOM = 260;

/** A line of steps: each value from its start to its end. */
function steps(rows, x, y) {
  return rows.map((row, i) => `${i ? "L" : "M"}${x(row.start)} ${y(row.value)}H${x(row.end)}`).join("");
}

function scale(rows) {
  const most = Math.max(...rows.map((row) => row.value), 0) || 1;
  return [most, (value) => BOTTOM - (value / most) * (BOTTOM - TOP)];
}

export function load(place, tablePlace, run, loads, rates, zone, currency) {
  const of = (kind) => loads.filter((row) => row.schedule_kind === kind).map((row) => ({ ...row, value: Number(row.electric_kw) }));
  const [planned, baseline] = [of("optimized"), of("baseline")];
  const priced = rates.map((row) => ({ ...row, value: Number(row.energy_rate_kwh) }));
  const [mostKw, kw] = scale([...planned, ...baseline]);
  const [mostRate, rate] = scale(priced);
  const svg = canvas(BOTTOM + 22, `Load of ${run.schedule_id} against the tariff: ${mostKw.toFixed(0)} kW at most, rates up to ${mostRate} ${currency} a kWh`);
  const x = timeScale(run);
  hours(svg, run, zone, TOP, BOTTOM);
  for (const part of [0, 0.5, 1]) {
    svg.append(draw("text", { x: LEFT - 6, y: kw(part * mostKw) + 4, "text-anchor": "end" }, `${(part * mostKw).toFixed(0)} kW`));
    svg.append(draw("text", { x: WIDTH - RIGHT + 6, y: rate(part * mostRate) + 4 }, (part * mostRate).toFixed(3)));
  }
  svg.append(draw("path", { class: "rate", d: steps(priced, x, rate) }));
  svg.append(draw("path", { class: "baseline", d: steps(baseline, x, kw) }));
  svg.append(draw("path", { class: "planned", d: steps(planned, x, kw) }));
  place.replaceChildren(svg);
  const fifo = new Map(baseline.map((row) => [row.start, row.value]));
  const rateAt = (time) => priced.find((row) => row.start <= time && time < row.end);
  table(tablePlace, "Load and rates", ["From", "Plan kW", "First in, first out kW", "Category", `Rate ${currency}/kWh`], planned.map((row) => {
    const now = rateAt(row.start);
    return [clock(row.start, zone), row.value.toFixed(0), (fifo.get(row.start) ?? 0).toFixed(0), now?.category ?? "", now ? String(now.energy_rate_kwh) : ""];
  }));
}

const SVG = "http://www.w3.org/2000/svg";
export const WIDTH = 1200;
export const LEFT = 70;
export const RIGHT = 60;

export function draw(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

export function canvas(height, label) {
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": label });
}

/** From a time to a place, over the horizon of a run. */
export function timeScale(run) {
  const [from, to] = [Date.parse(run.horizon_start), Date.parse(run.horizon_end)];
  return (time) => LEFT + ((Date.parse(time) - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
}

export const clock = (time, zone) => new Date(time).toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });

/** A line and a time every so many hours, with the day where it changes. */
export function hours(svg, run, zone, top, bottom) {
  const x = timeScale(run);
  const [from, to] = [Date.parse(run.horizon_start), Date.parse(run.horizon_end)];
  const step = Math.max(1, Math.ceil((to - from) / 3600e3 / 12)) * 3600e3;
  for (let time = from; time <= to; time += step) {
    const at = x(new Date(time).toISOString());
    svg.append(draw("path", { class: "axis", d: `M${at} ${top}V${bottom}` }));
    svg.append(draw("text", { x: at, y: bottom + 15, "text-anchor": "middle" }, clock(time, zone)));
  }
}

const make = (name, text, attributes = {}) => {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** Rows of text; from a column on they are numbers, set to the right. */
export function table(place, caption, heads, rows, numbersFrom = Infinity) {
  if (rows.length === 0) {
    place.replaceChildren(make("p", "None"));
    return;
  }
  const row = (cells, name, attributes) => {
    const line = document.createElement("tr");
    line.append(...cells.map((cell, i) => {
      const made = make(name, cell, attributes);
      if (i >= numbersFrom) made.classList.add("number");
      return made;
    }));
    return line;
  };
  const made = document.createElement("table");
  made.append(make("caption", caption), row(heads, "th", { scope: "col" }), ...rows.map((cells) => row(cells, "td")));
  place.tabIndex = 0;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", caption);
  place.replaceChildren(made);
}

export function figures(place, pairs) {
  place.replaceChildren(...pairs.map(([name, value]) => {
    const pair = document.createElement("div");
    pair.append(make("dt", name), make("dd", value));
    return pair;
  }));
}

// SAP's own OData server with its adapter for version 2, over entities of a JSON file: node peer.js DATA.json.
// The file is read again with each request, so that a test can change it.
const fs = require("node:fs");
const net = require("node:net");
const cds = require("@sap/cds");

const data = process.argv[2];
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, { port: Number(port), host: "127.0.0.1" }, rest.find((one) => typeof one === "function"));
};

const OPERATORS = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
};

function holds(tokens, row) {
  for (const [word, all] of [["or", "some"], ["and", "every"]]) {
    const parts = [[]];
    for (const token of tokens) token === word ? parts.push([]) : parts.at(-1).push(token);
    if (parts.length > 1) return parts[all]((part) => holds(part, row));
  }
  if (tokens.length === 1) return holds(tokens[0].xpr, row);
  const value = ({ ref, val }) => (ref ? row[ref[0]] : val);
  return OPERATORS[tokens[1]](value(tokens[0]), value(tokens[2]));
}

function compare(orderBy, a, b) {
  for (const { ref, sort } of orderBy ?? []) {
    const [x, y] = [a[ref[0]], b[ref[0]]];
    if (x !== y) return (x < y ? -1 : 1) * (sort === "desc" ? -1 : 1);
  }
  return 0;
}

function read(request) {
  const { where, orderBy, limit } = request.query.SELECT;
  const name = request.target.name.split(".").pop();
  const { faults = {}, ...sets } = JSON.parse(fs.readFileSync(data, "utf8"));
  if (faults.refuse) return request.reject(400, faults.refuse);
  let rows = sets[name] ?? [];
  if (where) rows = rows.filter((row) => holds(where, row));
  if (!faults.unordered) rows = [...rows].sort((a, b) => compare(orderBy, a, b));
  const offset = limit?.offset?.val ?? 0;
  const page = rows.slice(offset, offset + (limit?.rows?.val ?? rows.length));
  page.$count = rows.length;
  return page;
}

function schedule(request) {
  fs.appendFileSync(`${data}.scheduled`, `${JSON.stringify(request.data)}\n`);
  return { ManufacturingOrder: request.data.ManufacturingOrder, Message: "dispatched" };
}

cds.on("served", () => {
  for (const service of cds.services) {
    if (!service.entities) continue;
    // before the handlers that ask a database
    service.prepend(() => {
      service.on("READ", "*", read);
      service.on("ScheduleProductionOrderOperation", schedule);
    });
  }
});
cds.on("bootstrap", (app) => {
  // the check of a gateway, which this server leaves to others
  app.use((request, response, next) => {
    if (request.method === "GET" && request.headers["x-csrf-token"] === "Fetch") {
      response.set("X-CSRF-Token", "t0ken").set("Set-Cookie", "SAP_SESSIONID=s3ssion; path=/; HttpOnly");
    } else if (request.method === "POST" && request.path.startsWith("/odata/v2") && !request.path.includes("$batch")) {
      const known = request.headers["x-csrf-token"] === "t0ken" && /SAP_SESSIONID=s3ssion/.test(request.headers.cookie);
      if (!known) return response.status(403).set("X-CSRF-Token", "Required").type("text/plain").send("CSRF token validation failed");
    }
    next();
  });
});
cds.on("listening", ({ server }) => console.log(`ready http://127.0.0.1:${server.address().port}`));

require("@sap/cds/bin/serve.js")(["all"], { from: "services.cds", port: "0" });

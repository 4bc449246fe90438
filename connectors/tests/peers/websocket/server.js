// Prices over WebSocket, with a history over HTTP. The first connection breaks off; what was published until the second is
// only in the history.
const http = require("node:http");
const { WebSocketServer } = require("ws");

const KEY = process.argv[2];
const QUARTER = 900;
const FIRST = Date.UTC(2026, 0, 5) / 1000;
let connections = 0;

const price = (seq) => ({ seq, from: FIRST + seq * QUARTER, to: FIRST + (seq + 1) * QUARTER, value: seq * 10 });
const upTo = (last) => Array.from({ length: last }, (_, index) => price(index + 1));

const server = http.createServer((request, response) => {
  const known = request.headers["x-api-key"] === KEY;
  response.writeHead(known ? 200 : 401, { "Content-Type": "application/json" });
  response.end(known ? JSON.stringify({ data: upTo(connections < 2 ? 3 : 6) }) : "{}");
});

const sockets = new WebSocketServer({
  server,
  verifyClient: ({ req }, done) => done(req.headers["x-api-key"] === KEY, 401),
  handleProtocols: (protocols) => (protocols.has("prices.v1") ? "prices.v1" : false),
});

sockets.on("connection", (socket) => {
  connections += 1;
  const isFirst = connections === 1;
  socket.on("message", (text) => {
    if (JSON.parse(text).subscribe !== "DE-LU") return socket.close(1008, "subscribe first");
    if (isFirst) {
      socket.send(JSON.stringify({ hello: true }));
      socket.send(JSON.stringify({ prices: [price(4), { ...price(5), value: "much" }] }));
      setTimeout(() => socket.terminate(), 300);
    } else {
      socket.send(JSON.stringify({ prices: [price(7)] }));
      setTimeout(() => socket.send(JSON.stringify({ prices: [price(8)] })), 100);
    }
  });
});

server.listen(0, "127.0.0.1", () => console.log("ready", server.address().port));

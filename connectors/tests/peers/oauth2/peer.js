// A token server (oauth2-mock-server) and, beside it, work orders for whoever shows a token that it has signed.
const http = require("node:http");

async function start() {
  const { OAuth2Server } = await import("oauth2-mock-server");
  const { createLocalJWKSet, jwtVerify } = await import("jose");
  const tokens = new OAuth2Server();
  await tokens.issuer.keys.generate("RS256");
  await tokens.start(0, "127.0.0.1");
  const keys = createLocalJWKSet({ keys: tokens.issuer.keys.toJSON() });
  const orders = http.createServer(async (request, response) => {
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    const known = await jwtVerify(token, keys).then(() => true, () => false);
    response.writeHead(known ? 200 : 401, { "Content-Type": "application/json" });
    response.end(known ? '{"items":[],"count":0,"hasMore":false,"limit":25,"offset":0}' : "{}");
  });
  orders.listen(0, "127.0.0.1", () => console.log(`ready ${tokens.address().port} ${orders.address().port}`));
}

start();

// SAP's mock server over a folder of entities, at the path and by the names and types of the released service:
// node peer.js FOLDER
const path = require("node:path");
const express = require("express");
const MockServer = require("@sap-ux/fe-mockserver-core").default;

const service = {
  urlPath: "/sap/opu/odata/sap/API_PRODUCTION_ORDER_2_SRV",
  metadataPath: path.join(__dirname, "metadata.xml"),
  mockdataPath: process.argv[2],
};

async function start() {
  const mock = new MockServer({ services: [service], annotations: [] });
  await mock.isReady;
  const server = express().use(mock.getRouter()).listen(0, "127.0.0.1", () => {
    console.log(`ready http://127.0.0.1:${server.address().port}`);
  });
}

start();

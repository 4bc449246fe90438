// Machines as companion specifications describe them, on node-opcua: node machines.js FOLDER [CLIENT_CERTIFICATE...]
//
// It trusts the given client certificates alone. Lines on standard input set states: {"machine": "F1", "state": "OutOfService"}.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promoteToStateMachine } from "node-opcua-address-space";
import { OPCUACertificateManager } from "node-opcua-certificate-manager";
import { nodesets } from "node-opcua-nodesets";
import { MessageSecurityMode, SecurityPolicy } from "node-opcua-secure-channel";
import { OPCUAServer } from "node-opcua-server";
import { DataType } from "node-opcua-variant";

const [folder, ...trusted] = process.argv.slice(2);
const certificates = new OPCUACertificateManager({
  rootFolder: join(folder, "pki"),
  automaticallyAcceptUnknownCertificate: false,
});
await certificates.initialize();
for (const certificate of trusted) await certificates.trustCertificate(readFileSync(certificate));

const server = new OPCUAServer({
  port: 0,
  host: "127.0.0.1",
  hostname: "127.0.0.1",
  alternateHostname: "127.0.0.1",
  serverInfo: { applicationUri: "urn:plant:node-opcua" },
  serverCertificateManager: certificates,
  securityPolicies: [SecurityPolicy.Basic256Sha256],
  securityModes: [MessageSecurityMode.SignAndEncrypt],
  nodeset_filename: [nodesets.standard, nodesets.di, nodesets.ia, nodesets.machinery, nodesets.packML],
});
await server.initialize();

const space = server.engine.addressSpace;
const plant = space.registerNamespace("urn:plant:machines");
const machinery = space.getNamespaceIndex("http://opcfoundation.org/UA/Machinery/");
const packml = space.getNamespaceIndex("http://opcfoundation.org/UA/PackML/");
const machines = {};

const machine = plant.addObject({ browseName: "F1", nodeId: "s=F1", organizedBy: space.rootFolder.objects });
const blocks = plant.addObject({
  browseName: { name: "MachineryBuildingBlocks", namespaceIndex: machinery },
  componentOf: machine,
});
for (const [name, type] of [
  ["MachineryItemState", "MachineryItemState_StateMachineType"],
  ["MachineryOperationMode", "MachineryOperationModeStateMachineType"],
]) {
  const instance = space
    .findObjectType(type, machinery)
    .instantiate({ browseName: { name, namespaceIndex: machinery }, componentOf: blocks, namespace: plant });
  machines[`F1.${name}`] = promoteToStateMachine(instance);
}
machines["F1.MachineryItemState"].setState("Executing");
machines["F1.MachineryOperationMode"].setState("Processing");

const line = space.findObjectType("PackMLBaseObjectType", packml).instantiate({
  browseName: "F2",
  nodeId: "s=F2",
  namespace: plant,
  organizedBy: space.rootFolder.objects,
});
const base = line.getComponentByName("BaseStateMachine", packml);
machines["F2.Base"] = promoteToStateMachine(base);
machines["F2.Machine"] = promoteToStateMachine(base.getComponentByName("MachineState", packml));
machines["F2.Base"].setState("Cleared");
machines["F2.Machine"].setState("Running");

// as a vendor may: the load next to the machine, without a timestamp of its own
const power = plant.addVariable({ browseName: "Power", nodeId: "s=F1.Power", componentOf: machine, dataType: "Float" });
power.setValueFromSource({ dataType: DataType.Float, value: 42.25 });

await server.start();
console.log("ready", `opc.tcp://127.0.0.1:${server.endpoints[0].port}`);
for await (const text of createInterface({ input: process.stdin })) {
  const { machine: name, state } = JSON.parse(text);
  machines[name].setState(state);
}

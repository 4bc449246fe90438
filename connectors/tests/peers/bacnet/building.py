"""A building's controller on bacpypes3: python building.py

Lines on standard input: {"object": "analog-value,1", "property": "presentValue", "value": 3}.
The status flags follow from reliability and outOfService.
"""

import asyncio
import json
import socket
import sys

from bacpypes3.ipv4.app import NormalApplication
from bacpypes3.local.analog import AnalogInputObject, AnalogValueObject
from bacpypes3.local.binary import BinaryValueObject
from bacpypes3.local.device import DeviceObject
from bacpypes3.local.multistate import MultiStateValueObject
from bacpypes3.pdu import IPv4Address
from bacpypes3.primitivedata import ObjectIdentifier


async def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    device = DeviceObject(
        objectIdentifier=("device", 4001),
        objectName="building",
        vendorIdentifier=999,
        maxApduLengthAccepted=1024,
        segmentationSupported="segmentedBoth",
    )
    application = NormalApplication(device, IPv4Address(f"127.0.0.1/8:{port}"))
    usual = {"reliability": "no-fault-detected", "eventState": "normal", "outOfService": False}
    analog = {**usual, "units": "kilowatts", "covIncrement": 1.0}
    for made in [
        AnalogInputObject(objectIdentifier=("analog-input", 1), objectName="load", presentValue=21.5, **analog),
        AnalogValueObject(objectIdentifier=("analog-value", 1), objectName="wear", presentValue=2.25, **analog),
        BinaryValueObject(objectIdentifier=("binary-value", 1), objectName="alarm", presentValue="inactive", **usual),
        MultiStateValueObject(
            objectIdentifier=("multi-state-value", 1), objectName="mode", presentValue=2, numberOfStates=3, **usual
        ),
    ]:
        application.add_object(made)
    print("ready", f"127.0.0.1:{port}", flush=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        change = json.loads(line)
        found = application.get_object_id(ObjectIdentifier(change["object"]))
        setattr(found, change["property"], change["value"])


asyncio.run(main())

"""Boilers behind a gateway on pymodbus: python boilers.py

Unit 1 has registers with a gap that it refuses, unit 2 is a SunSpec inverter. Lines on standard input: {"delays": [2.0]}
holds back the next answers for so many seconds, {"set": {"0": 3}} sets holding registers of unit 1.
"""

import asyncio
import json
import logging
import socket
import sys

from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

held = []
changed = {}


async def answer(_function, start, _address, _count, registers, _values):
    if held and (delay := held.pop(0)):
        await asyncio.sleep(delay)
    for address, word in changed.items():
        if 0 <= address - start < len(registers):
            registers[address - start] = word


def words(address, *values, kind=DataType.REGISTERS):
    return SimData(address, values=list(values), datatype=kind)


boiler = (
    [SimData(0, count=16, values=[True] + [False] * 15, datatype=DataType.BITS)],
    [SimData(0, count=16, values=[False, True] + [False] * 14, datatype=DataType.BITS)],
    [
        words(0, 1),  # state
        # 1 to 3 are missing: a request over them is refused
        words(4, 0x4454, 0xE000),  # 851.5
        words(20, 0x2000, 0x47F1),  # 123456, words swapped
        words(40, 0xFF85),  # -123
        words(60, 0x0001, 0x1170),  # 70000
        words(80, 0x8000),  # no value
    ],
    [words(0, 17, 42)],
)
inverter = [
    words(40000, 0x5375, 0x6E53, 1, 66, *[0] * 66),
    words(40070, 103, 50, *range(500, 512), 815, 0xFFFF, *[0] * 22, 4, *[0] * 11, 0xFFFF, 0, 0xFFFF, 0),
]


async def main():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    devices = [SimDevice(1, boiler, action=answer), SimDevice(2, inverter)]
    server = ModbusTcpServer(devices, address=("127.0.0.1", port))
    await server.serve_forever(background=True)
    print("ready", f"127.0.0.1:{port}", flush=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        command = json.loads(line)
        held.extend(command.get("delays", []))
        changed.update({int(address): word for address, word in command.get("set", {}).items()})


# it shows every frame around an answer that comes too late
logging.disable()
asyncio.run(main())

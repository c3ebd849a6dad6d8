"""A Modbus server made of pymodbus 3.0: unit 1, four tables of TABLE_SIZE addresses.

    pymodbus_server.py serial <rtu|ascii> <path> <baud>
    pymodbus_server.py <tcp|udp> <tcp|rtu|ascii> <port, or 0 for a free one>

Says "ready", with the port, when it listens. Ends when its serial port goes away.
"""

import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer, ModbusUdpServer
from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer, ModbusSocketFramer

from values import COILS, DISCRETE_INPUTS, HOLDING_REGISTERS, INPUT_REGISTERS

FRAMERS = {"rtu": ModbusRtuFramer, "ascii": ModbusAsciiFramer, "tcp": ModbusSocketFramer}


def settings(framing):
    unit = ModbusSlaveContext(
        co=ModbusSequentialDataBlock(0, list(COILS)),
        di=ModbusSequentialDataBlock(0, list(DISCRETE_INPUTS)),
        hr=ModbusSequentialDataBlock(0, list(HOLDING_REGISTERS)),
        ir=ModbusSequentialDataBlock(0, list(INPUT_REGISTERS)),
        zero_mode=True,
    )
    identity = ModbusDeviceIdentification(
        info_name={
            "VendorName": "Acme",
            "ProductCode": "PY-3",
            "MajorMinorRevision": "3.0",
            "VendorUrl": "https://example.com/",
            "ProductName": "Pymodbus",
            "ModelName": "Server",
            "UserApplicationName": "Interop",
        }
    )
    return {
        "context": ModbusServerContext(slaves={1: unit}, single=False),
        "framer": FRAMERS[framing],
        "identity": identity,
        "ignore_missing_slaves": True,
        "broadcast_enable": True,
    }


async def serve_serial(framing, path, baud):
    server = ModbusSerialServer(**settings(framing), port=path, baudrate=int(baud))
    gone = asyncio.Event()
    server.on_connection_lost = gone.set
    await server.start()
    print("ready", flush=True)
    await gone.wait()


async def serve_network(kind, framing, port):
    where = ("127.0.0.1", int(port))
    if kind == "tcp":
        server = ModbusTcpServer(**settings(framing), address=where, allow_reuse_address=True)
    else:
        server = ModbusUdpServer(**settings(framing), address=where)
    serving = asyncio.create_task(server.serve_forever())
    await server.serving
    if kind == "tcp":
        name = server.server.sockets[0].getsockname()
    else:
        name = server.protocol.get_extra_info("sockname")
    print("ready", name[1], flush=True)
    await serving


kind, framing, *place = sys.argv[1:]
asyncio.run(serve_serial(framing, *place) if kind == "serial" else serve_network(kind, framing, *place))

"""A Modbus RTU server made of pymodbus 3.0: unit 1, four tables of TABLE_SIZE addresses.

    pymodbus_server.py <path> <baud>

Says "ready" when it listens, and ends when its port goes away.
"""

import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartAsyncSerialServer
from pymodbus.transaction import ModbusRtuFramer

from values import COILS, DISCRETE_INPUTS, HOLDING_REGISTERS, INPUT_REGISTERS


async def serve(path, baud):
    unit = ModbusSlaveContext(
        co=ModbusSequentialDataBlock(0, list(COILS)),
        di=ModbusSequentialDataBlock(0, list(DISCRETE_INPUTS)),
        hr=ModbusSequentialDataBlock(0, list(HOLDING_REGISTERS)),
        ir=ModbusSequentialDataBlock(0, list(INPUT_REGISTERS)),
        zero_mode=True,
    )
    server = await StartAsyncSerialServer(
        context=ModbusServerContext(slaves={1: unit}, single=False),
        framer=ModbusRtuFramer,
        port=path,
        baudrate=baud,
        ignore_missing_slaves=True,
        broadcast_enable=True,
        defer_start=True,
    )
    gone = asyncio.Event()
    server.on_connection_lost = gone.set
    await server.start()
    print("ready", flush=True)
    await gone.wait()


asyncio.run(serve(sys.argv[1], int(sys.argv[2])))

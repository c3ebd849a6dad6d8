"""Asks one question with pymodbus 3.0.

    pymodbus_client.py <path> <baud> <unit> <function> <address> <quantity, or the values to write>...

Prints the values on one line, "written", or "refused: <exception code>".
"""

import sys

from pymodbus.client import ModbusSerialClient
from pymodbus.transaction import ModbusRtuFramer


def ask(client, unit, function, address, arguments):
    first = arguments[0]
    if function == 1:
        return client.read_coils(address, first, slave=unit)
    if function == 2:
        return client.read_discrete_inputs(address, first, slave=unit)
    if function == 3:
        return client.read_holding_registers(address, first, slave=unit)
    if function == 4:
        return client.read_input_registers(address, first, slave=unit)
    if function == 5:
        return client.write_coil(address, bool(first), slave=unit)
    if function == 6:
        return client.write_register(address, first, slave=unit)
    if function == 15:
        return client.write_coils(address, [bool(value) for value in arguments], slave=unit)
    return client.write_registers(address, arguments, slave=unit)


def tell(answer, function, quantity):
    if answer.isError():
        return f"refused: {getattr(answer, 'exception_code', answer)}"
    if function > 4:
        return "written"
    values = answer.bits[:quantity] if function < 3 else answer.registers
    return " ".join(str(int(value)) for value in values)


path, baud, unit, function, address, *arguments = [sys.argv[1], *map(int, sys.argv[2:])]
client = ModbusSerialClient(path, framer=ModbusRtuFramer, baudrate=baud, timeout=3)
client.connect()
print(tell(ask(client, unit, function, address, arguments), function, arguments[0]))
client.close()

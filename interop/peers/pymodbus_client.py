"""Asks questions with pymodbus 3.0.

    pymodbus_client.py serial <rtu|ascii> <path> <baud>
    pymodbus_client.py <tcp|udp> <tcp|rtu|ascii> <host> <port>

Reads questions from stdin, a line each, until it ends:

    <unit> <function> <address> <quantity, or the values to write>...
    <unit> <7|11|12|17>
    <unit> 8 <sub-function> <data>
    <unit> 20 <file> <record> <length>
    <unit> 21 <file> <record> <values>...
    <unit> 22 <address> <and> <or>
    <unit> 23 <address to read> <quantity> <address to write> <values>...
    <unit> 24 <address>
    <unit> 43 <code> <object>

Answers each with a line: the values, "written", or "refused: <exception code>".
"""

import struct
import sys

from pymodbus.client import ModbusSerialClient, ModbusTcpClient, ModbusUdpClient
from pymodbus.diag_message import (
    ClearCountersRequest,
    ReturnBusMessageCountRequest,
    ReturnDiagnosticRegisterRequest,
    ReturnQueryDataRequest,
    ReturnSlaveMessageCountRequest,
    ReturnSlaveNoResponseCountRequest,
)
from pymodbus.file_message import (
    FileRecord,
    ReadFifoQueueRequest,
    ReadFileRecordRequest,
    WriteFileRecordRequest,
)
from pymodbus.mei_message import ReadDeviceInformationRequest
from pymodbus.other_message import (
    GetCommEventCounterRequest,
    GetCommEventLogRequest,
    ReadExceptionStatusRequest,
    ReportSlaveIdRequest,
)
from pymodbus.register_read_message import ReadWriteMultipleRegistersRequest
from pymodbus.register_write_message import MaskWriteRegisterRequest
from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer, ModbusSocketFramer

FRAMERS = {"rtu": ModbusRtuFramer, "ascii": ModbusAsciiFramer, "tcp": ModbusSocketFramer}
DIAGNOSTICS = {
    2: ReturnDiagnosticRegisterRequest,
    10: ClearCountersRequest,
    11: ReturnBusMessageCountRequest,
    14: ReturnSlaveMessageCountRequest,
    15: ReturnSlaveNoResponseCountRequest,
}


def words(values):
    return struct.pack(f">{len(values)}H", *values)


def table(function, address, arguments):
    first = arguments[0]
    bits = [bool(value) for value in arguments]
    return {
        1: lambda unit: client.read_coils(address, first, slave=unit),
        2: lambda unit: client.read_discrete_inputs(address, first, slave=unit),
        3: lambda unit: client.read_holding_registers(address, first, slave=unit),
        4: lambda unit: client.read_input_registers(address, first, slave=unit),
        5: lambda unit: client.write_coil(address, bool(first), slave=unit),
        6: lambda unit: client.write_register(address, first, slave=unit),
        15: lambda unit: client.write_coils(address, bits, slave=unit),
        16: lambda unit: client.write_registers(address, arguments, slave=unit),
    }[function]


def request(function, unit, arguments):
    if function == 7:
        return ReadExceptionStatusRequest(unit)
    if function == 8 and arguments[0] == 0:
        return ReturnQueryDataRequest(arguments[1], unit=unit)
    if function == 8:
        return DIAGNOSTICS[arguments[0]](arguments[1], unit=unit)
    if function == 11:
        return GetCommEventCounterRequest(unit=unit)
    if function == 12:
        return GetCommEventLogRequest(unit=unit)
    if function == 17:
        return ReportSlaveIdRequest(unit)
    if function == 20:
        file, record, length = arguments
        ranges = [FileRecord(file_number=file, record_number=record, record_length=length)]
        return ReadFileRecordRequest(ranges, unit=unit)
    if function == 21:
        file, record, *values = arguments
        data = words(values)
        records = [FileRecord(file_number=file, record_number=record, record_data=data)]
        return WriteFileRecordRequest(records, unit=unit)
    if function == 22:
        return MaskWriteRegisterRequest(*arguments, unit=unit)
    if function == 23:
        read, quantity, write, *values = arguments
        return ReadWriteMultipleRegistersRequest(
            read_address=read, read_count=quantity, write_address=write, write_registers=values, unit=unit
        )
    if function == 24:
        return ReadFifoQueueRequest(arguments[0], unit=unit)
    return ReadDeviceInformationRequest(arguments[0], arguments[1], unit=unit)


def tell(answer, function, arguments):
    if answer.isError():
        return f"refused: {getattr(answer, 'exception_code', answer)}"
    if function in (1, 2):
        return numbers(answer.bits[: arguments[1]])
    if function in (3, 4, 23):
        return numbers(answer.registers)
    if function == 7:
        return str(answer.status)
    if function == 8:
        data = answer.message
        return numbers(data if isinstance(data, (list, tuple)) else [data])
    if function == 11:
        return f"{int(answer.status)} {answer.count}"
    if function == 12:
        return numbers([answer.status, answer.event_count, answer.message_count, *answer.events])
    if function == 17:
        return numbers(answer.identifier)
    if function == 20:
        return numbers(value for record in answer.records for value in record.record_data)
    if function == 24:
        return numbers(answer.values)
    if function == 43:
        return "|".join(f"{key}={value.decode()}" for key, value in answer.information.items())
    return "written"


def numbers(values):
    return " ".join(str(int(value)) for value in values)


def answer(line):
    unit, function, *arguments = map(int, line.split())
    client.params.timeout = patience(function)
    plain = function < 7 or function in (15, 16)
    if plain:
        reply = table(function, arguments[0], arguments[1:])(unit)
    else:
        asked = request(function, unit, arguments)
        asked.unit_id = unit
        reply = client.execute(asked)
    return tell(reply, function, arguments)


def patience(function):
    # Of RTU over TCP it does not know how long this answer is, and listens until the time is over.
    return 3 if function == 43 and (kind, framing) == ("tcp", "rtu") else 20


kind, framing, place, number = sys.argv[1:]
framer = FRAMERS[framing]
if kind == "serial":
    client = ModbusSerialClient(place, framer=framer, baudrate=int(number), timeout=20)
else:
    make = ModbusTcpClient if kind == "tcp" else ModbusUdpClient
    client = make(place, port=int(number), framer=framer, timeout=20)
client.connect()
for question in sys.stdin:
    print(answer(question), flush=True)
client.close()

import {
  type AnyPduCodec,
  encapsulatedInterface,
  type ModbusUnit,
  pduCodecs,
  readDiscreteInputs,
} from '../../src/index.js';

/** One call of a unit, the request that it makes, the answer to that, and what the caller gets. */
export interface FunctionCase {
  readonly title: string;
  readonly codec: AnyPduCodec;
  readonly call: (unit: ModbusUnit) => Promise<unknown>;
  readonly request: unknown;
  readonly response: unknown;
  readonly value: unknown;
  /** RTU can't foresee where the answer ends: it ends in silence. */
  readonly open?: boolean;
}

const codec = (code: number) => pduCodecs.get(code) as AnyPduCodec;
const pattern = (count: number) => Array.from({ length: count }, (_, index) => (index * 2603 + 257) & 0xffff);
const bits = (count: number) => Array.from({ length: count }, (_, index) => index % 3 === 0);
const padded = (list: readonly boolean[]) => [...list, ...Array<boolean>(-list.length & 7).fill(false)];
const bytes = (count: number) => Uint8Array.from({ length: count }, (_, index) => (index * 37 + 1) & 255);

function readBits(table: 'coil' | 'discrete', startAddress: number, quantity: number): FunctionCase {
  return {
    title: `read ${quantity} of table ${table}`,
    codec: table === 'coil' ? codec(1) : (readDiscreteInputs as AnyPduCodec),
    call: unit => unit.readBits(startAddress, quantity, { table }),
    request: { startAddress, quantity },
    response: { bits: padded(bits(quantity)) },
    value: bits(quantity),
  };
}

function readRegisters(table: 'holding' | 'input', startAddress: number, quantity: number): FunctionCase {
  return {
    title: `read ${quantity} of table ${table}`,
    codec: codec(table === 'holding' ? 3 : 4),
    call: unit => unit.readRegisters(startAddress, quantity, { table }),
    request: { startAddress, quantity },
    response: { registers: pattern(quantity) },
    value: pattern(quantity),
  };
}

/** A call whose answer repeats the request and which gives no value. */
const echoed = (title: string, code: number, request: unknown, call: FunctionCase['call']): FunctionCase => ({
  title,
  codec: codec(code),
  call,
  request,
  response: request,
  value: undefined,
});

function writeCoils(quantity: number): FunctionCase {
  return {
    title: `write ${quantity} coils`,
    codec: codec(15),
    call: unit => unit.writeBits(65_536 - quantity, bits(quantity)),
    request: { startAddress: 65_536 - quantity, bits: bits(quantity) },
    response: { startAddress: 65_536 - quantity, quantity },
    value: undefined,
  };
}

function writeRegisters(quantity: number): FunctionCase {
  return {
    title: `write ${quantity} registers`,
    codec: codec(16),
    call: unit => unit.writeRegisters(65_536 - quantity, pattern(quantity)),
    request: { startAddress: 65_536 - quantity, registers: pattern(quantity) },
    response: { startAddress: 65_536 - quantity, quantity },
    value: undefined,
  };
}

function loopBack(count: number): FunctionCase {
  const request = { subFunction: 0, data: bytes(count) };
  return echoed(`loop back ${count} bytes`, 8, request, unit => unit.diagnostics.loopBack(bytes(count)));
}

function eventLog(count: number): FunctionCase {
  const log = { status: 0xffff, eventCount: 264, messageCount: 289, events: [...bytes(count)] };
  return {
    title: `a log of ${count} events`,
    codec: codec(12),
    call: unit => unit.diagnostics.eventLog(),
    request: {},
    response: log,
    value: log,
  };
}

function serverId(count: number): FunctionCase {
  const data = bytes(count);
  return {
    title: `a server id of ${count} bytes`,
    codec: codec(17),
    call: async unit => (await unit.identification.serverId()).data,
    request: {},
    response: { data },
    value: data,
  };
}

function readFiles(lengths: readonly number[]): FunctionCase {
  const subRequests = lengths.map((recordLength, index) => ({
    fileNumber: index + 1,
    recordNumber: 9,
    recordLength,
  }));
  const subResponses = lengths.map(pattern);
  return {
    title: `read file records of ${lengths.length} × ${lengths[0]} registers`,
    codec: codec(20),
    call: unit => unit.files.read(subRequests),
    request: { subRequests },
    response: { subResponses },
    value: subResponses,
  };
}

function writeFile(count: number): FunctionCase {
  const records = [{ fileNumber: 4, recordNumber: 7, registers: pattern(count) }];
  return echoed(`write a file record of ${count} registers`, 21, { subRequests: records }, unit =>
    unit.files.write(records),
  );
}

function readWrite(read: number, write: number): FunctionCase {
  return {
    title: `write ${write} registers and read ${read}`,
    codec: codec(23),
    call: unit =>
      unit.readWriteRegisters({
        read: { address: 3, quantity: read },
        write: { address: 14, registers: pattern(write) },
      }),
    request: {
      readStartAddress: 3,
      readQuantity: read,
      writeStartAddress: 14,
      registers: pattern(write),
    },
    response: { registers: pattern(read) },
    value: pattern(read),
  };
}

function fifo(count: number): FunctionCase {
  return {
    title: `a queue of ${count} registers`,
    codec: codec(24),
    call: unit => unit.readFifoQueue(1246),
    request: { fifoPointerAddress: 1246 },
    response: { registers: pattern(count) },
    value: pattern(count),
  };
}

function canopen(count: number): FunctionCase {
  const data = bytes(count);
  return {
    title: `a CANopen reference of ${count} bytes`,
    codec: encapsulatedInterface as AnyPduCodec,
    call: unit => unit.canopen(data),
    request: { meiType: 13, data },
    response: { meiType: 13, data },
    value: data,
    open: true,
  };
}

function identification(length: number): FunctionCase {
  const value = bytes(length);
  const head = { meiType: 14, readDeviceIdCode: 4, conformityLevel: 0x83 };
  return {
    title: `an identification object of ${length} bytes`,
    codec: encapsulatedInterface as AnyPduCodec,
    call: unit => unit.identification.object(0x80),
    request: { meiType: 14, readDeviceIdCode: 4, objectId: 0x80 },
    response: { ...head, moreFollows: false, nextObjectId: 0, objects: [{ id: 0x80, value }] },
    value,
  };
}

/** Every function at its smallest and at its largest. */
export const FUNCTION_CASES: readonly FunctionCase[] = [
  readBits('coil', 65_535, 1),
  readBits('coil', 0, 2000),
  readBits('discrete', 0, 1),
  readBits('discrete', 63_536, 2000),
  readRegisters('holding', 65_535, 1),
  readRegisters('holding', 0, 125),
  readRegisters('input', 0, 1),
  readRegisters('input', 65_411, 125),
  echoed('switch a coil off', 5, { address: 0, state: false }, unit => unit.writeBit(0, false)),
  echoed('switch a coil on', 5, { address: 65_535, state: true }, unit => unit.writeBit(65_535, true)),
  echoed('write a register', 6, { address: 0, value: 0 }, unit => unit.writeRegister(0, 0, { fc: 6 })),
  echoed('write the largest register', 6, { address: 65_535, value: 65_535 }, unit =>
    unit.writeRegister(65_535, 65_535, { fc: 6 }),
  ),
  {
    title: 'an exception status',
    codec: codec(7),
    call: unit => unit.diagnostics.exceptionStatus(),
    request: {},
    response: { status: 0x6d },
    value: 0x6d,
  },
  loopBack(2),
  loopBack(250),
  {
    title: 'a comm event counter',
    codec: codec(11),
    call: unit => unit.diagnostics.eventCounter(),
    request: {},
    response: { status: 0xffff, eventCount: 264 },
    value: { status: 0xffff, eventCount: 264 },
  },
  eventLog(0),
  eventLog(64),
  writeCoils(1),
  writeCoils(1968),
  writeRegisters(1),
  writeRegisters(123),
  serverId(0),
  serverId(251),
  readFiles([1]),
  readFiles([124]),
  readFiles(Array<number>(35).fill(2)),
  writeFile(1),
  writeFile(122),
  echoed('mask a register', 22, { address: 4, andMask: 0xf2, orMask: 0x25 }, unit =>
    unit.maskWrite(4, { and: 0xf2, or: 0x25 }),
  ),
  readWrite(1, 1),
  readWrite(125, 121),
  fifo(0),
  fifo(31),
  canopen(0),
  canopen(251),
  identification(0),
  identification(244),
];

import { ReplyError, TimeoutError } from '@bus/line';
import type { ModbusUnit } from '@bus/modbus';
import { expect } from 'vitest';
import type { ForeignServer } from './foreign-servers.ts';
import { jsmodbusIdentity } from './jsmodbus-server.ts';
import { modbusSerialIdentity } from './modbus-serial-server.ts';
import { broadcastWrites, expectRefusals, type Question, tableQuestions } from './our-questions.ts';
import { valueAt } from './values.ts';
import { isSerial, type Wire } from './wires.ts';

/** What to ask a server, and what it does otherwise than the specification. */
export interface Answering {
  readonly ask: Question;
  readonly note?: string;
  /** Asked last, because it leaves traces in the statistics or is the end of the connection. */
  readonly last?: true;
}

const { '22': maskWrite, '23': readWrite, ...common } = tableQuestions;
const all = (questions: Record<string, Question>): [string, Answering][] =>
  Object.entries(questions).map(([what, ask]) => [what, { ask }]);

const broadcasts: [string, Answering][] = [['broadcast writes', { ask: broadcastWrites }]];

/** Every function that the server knows, and one that it does not. */
export function answersOf(server: ForeignServer): [string, Answering][] {
  return [...known(server), ['unknown function', illegalFunction(server)]];
}

function known(server: ForeignServer): [string, Answering][] {
  switch (server.peer) {
    case 'libmodbus':
      return libmodbus(server);
    case 'pymodbus':
      return pymodbus(server);
    case 'modbus-serial':
      return modbusSerial(server);
    default:
      return jsmodbus();
  }
}

function libmodbus({ wire }: ForeignServer): [string, Answering][] {
  return [
    ...all(common),
    ['17', { ask: libmodbusServerId }],
    ...all({ '22': maskWrite, '23': readWrite }),
    ['exceptions', { ask: expectRefusals }],
    ...(isSerial(wire) ? broadcasts : []),
  ];
}

async function libmodbusServerId(unit: ModbusUnit): Promise<void> {
  const report = await unit.identification.serverId();
  expect([...report.serverId]).toEqual([180]);
  expect(report.running).toBe(true);
  expect(text(report.additional)).toMatch(/^LMB3\.1/);
}

function illegalFunction({ peer, wire }: ForeignServer): Answering {
  if (peer === 'jsmodbus') return deaf;
  return wire.startsWith('RTU') && peer !== 'modbus-serial'
    ? silent
    : { ask: expectIllegalFunction, last: true };
}

const silent: Answering = {
  note: 'it does not answer',
  last: true,
  ask: async unit => {
    const refusal = await unit.request(0x41, new Uint8Array(4), { timeout: 100 }).catch(error => error);
    expect(refusal).toBeInstanceOf(TimeoutError);
  },
};

const deaf: Answering = {
  note: 'of a function above 43, it answers neither that nor what comes after it on the same connection',
  last: true,
  ask: async unit => {
    const once = { timeout: 100, retries: 0 };
    await expect(unit.request(0x41, new Uint8Array(4), once)).rejects.toBeInstanceOf(TimeoutError);
    await expect(unit.readRegister(1, once)).rejects.toBeInstanceOf(TimeoutError);
  },
};

// Some servers overlook shorter requests than those that they know.
async function expectIllegalFunction(unit: ModbusUnit): Promise<void> {
  await expect(unit.request(0x41, new Uint8Array(4))).rejects.toMatchObject({ exceptionCode: 1 });
}

function pymodbus({ wire }: ForeignServer): [string, Answering][] {
  return [
    ...all(common),
    ...all({
      '7': async unit => expect(await unit.diagnostics.exceptionStatus()).toBe(0),
      '8': pymodbusDiagnostics,
      '11': async unit => {
        expect(await unit.diagnostics.eventCounter()).toMatchObject({ eventCount: 0 });
      },
      '12': async unit => {
        expect(await unit.diagnostics.eventLog()).toMatchObject({ eventCount: 0, messageCount: 0 });
      },
      '17': async unit => {
        const report = await unit.identification.serverId({ idLength: 'last' });
        expect(text(report.serverId)).toBe('Acme-PY-3-3.0');
        expect(report.running).toBe(true);
      },
    }),
    [
      '20',
      { note: 'it has no files, and answers with none of what was asked', ask: noFiles(wire), last: true },
    ],
    ['21', { note: 'it has no files and answers as if it had written', ask: writeFiles }],
    ...all({ '22': maskWrite, '23': readWrite }),
    ['24', { note: 'its queues are always empty', ask: emptyQueue }],
    ['43/14', { ask: pymodbusIdentification }],
    ['exceptions', { ask: expectRefusals }],
    ...(isSerial(wire) ? broadcasts : []),
  ];
}

async function emptyQueue(unit: ModbusUnit): Promise<void> {
  expect(await unit.readFifoQueue(4)).toEqual([]);
}

async function pymodbusDiagnostics(unit: ModbusUnit): Promise<void> {
  await unit.diagnostics.loopBack();
  await unit.diagnostics.loopBack(Uint8Array.of(0, 0xff));
  expect(await unit.diagnostics.register()).toBe(0);
  await unit.diagnostics.clearCounters();
  await unit.diagnostics.clearOverruns();
  for (const name of ['busMessages', 'exceptions', 'serverMessages', 'noResponses', 'naks', 'busy'] as const)
    expect(await unit.diagnostics.counter(name)).toBe(0);
  await unit.diagnostics.restart();
}

const noFiles =
  (wire: Wire): Question =>
  async unit => {
    const ranges = [{ fileNumber: 4, recordNumber: 1, recordLength: 2 }];
    // Over RTU so short an answer is no frame at all.
    const expected = wire.startsWith('RTU') ? TimeoutError : ReplyError;
    // An answer that does not fit is told when the time for a better one is over.
    const options = { timeout: expected === TimeoutError ? 300 : 3000, retries: 0 };
    const refusal = await unit.files.read(ranges, options).catch(error => error);
    expect(refusal).toBeInstanceOf(expected);
  };

async function writeFiles(unit: ModbusUnit): Promise<void> {
  // A write that is not answered by the same bytes is an error.
  const three = [{ fileNumber: 4, recordNumber: 7, registers: [0x06af, 0x04be, 0x100d] }];
  await expect(unit.files.write(three)).resolves.toBeUndefined();
  const two = [
    { fileNumber: 1, recordNumber: 0, registers: [1] },
    { fileNumber: 65_535, recordNumber: 9999, registers: [0xffff] },
  ];
  await expect(unit.files.write(two)).resolves.toBeUndefined();
}

async function pymodbusIdentification(unit: ModbusUnit): Promise<void> {
  const regular = {
    vendorName: 'Acme',
    productCode: 'PY-3',
    revision: '3.0',
    vendorUrl: 'https://example.com/',
    productName: 'Pymodbus',
    modelName: 'Server',
  };
  const { vendorName, productCode, revision } = regular;
  expect(await unit.identification.read('basic')).toMatchObject({ vendorName, productCode, revision });
  expect(await unit.identification.read('regular')).toMatchObject(regular);
  expect(text(await unit.identification.object(4))).toBe('Pymodbus');
}

function modbusSerial({ wire }: ForeignServer): [string, Answering][] {
  const serverId = { note: 'it overlooks requests as short as this', ask: overlooked, last: true } as const;
  const serial: [string, Answering][] = [['17', serverId]];
  return [
    ...all(common),
    ...(wire === 'RTU' ? serial : []),
    ['43/14', { ask: modbusSerialIdentification }],
    ['exceptions', { ask: expectRefusals }],
  ];
}

const overlooked: Question = async unit => {
  const silence = await unit.identification.serverId({ timeout: 100, retries: 0 }).catch(error => error);
  expect(silence).toBeInstanceOf(TimeoutError);
};

async function modbusSerialIdentification(unit: ModbusUnit): Promise<void> {
  const { objects } = modbusSerialIdentity;
  const basic = { vendorName: objects[0], productCode: objects[1], revision: objects[2] };
  expect(await unit.identification.read('basic')).toMatchObject(basic);
  expect(await unit.identification.read('regular')).toMatchObject({ ...basic, productName: objects[4] });
  const extended = await unit.identification.read('extended');
  expect(text(extended.objects.get(0x80)!)).toBe(objects[0x80]);
  expect(text(await unit.identification.object(1))).toBe(objects[1]);
  await expect(unit.identification.object(0x90)).rejects.toMatchObject({ exceptionCode: 2 });
}

function jsmodbus(): [string, Answering][] {
  return [
    ...all(common),
    ['43/14', { ask: jsmodbusIdentification }],
    [
      'exceptions',
      {
        note: 'it answers a read past its end with fewer values, or none',
        ask: jsmodbusRefusals,
        last: true,
      },
    ],
  ];
}

async function jsmodbusIdentification(unit: ModbusUnit): Promise<void> {
  const [vendorName, productCode, revision] = jsmodbusIdentity;
  expect(await unit.identification.read('basic')).toMatchObject({ vendorName, productCode, revision });
}

async function jsmodbusRefusals(unit: ModbusUnit): Promise<void> {
  const short = await unit.readRegisters(2990, 20).catch(error => error);
  expect(short).toMatchObject({ name: 'ReplyError', code: 'wrong-count' });
  await expect(unit.writeRegisters(3000, [1, 2])).rejects.toMatchObject({ exceptionCode: 2 });
  expect(await unit.readRegister(6)).toBe(valueAt.holding(6));
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

import { EventEmitter } from 'node:events';
import { createScanner } from '@bus/codec';
import { putRtuRequest, readHoldingRegisters, rtuFraming } from '@bus/modbus';
import { crc16modbus } from 'crc';
import jsmodbus from 'jsmodbus';
import ModbusRTU from 'modbus-serial';
import { checkAgreement, compileDriver } from '../driver.js';
import type { MeasureOptions } from '../measure.js';
import type { CaseResult, SuiteResult } from '../suite.js';
import { formatRatio, formatTable, formatTime } from '../table.js';
import { type Compared, compare, type Way, wayOf } from './comparison.js';
import { ANSWERS, type ReadAnswers, readAnswers, START, UNIT } from './read-answers.js';

const QUANTITIES = [10, 125];
const VIEW = 'ours, view';
const ARRAY = 'ours, plain array';
const OBJECTS = 'jsmodbus, objects';
const CLIENT = 'modbus-serial, client';

const { ModbusRTURequest, ModbusRTUResponse, requests } = jsmodbus;

/** Makes the request, takes an answer, and returns its last register. */
type Transaction = (index: number) => number;

/** The request is encoded into one buffer, the answer goes through the receive window, and its registers are read where they lie. */
function ourView({ quantity, answers }: ReadAnswers): Transaction {
  const codec = readHoldingRegisters;
  const scanner = createScanner();
  const { window, records } = scanner;
  const view = new DataView(window.buffer, window.byteOffset, window.length);
  const request = { startAddress: START, quantity };
  const sent = new Uint8Array(256);
  scanner.expect(rtuFraming.expectations(UNIT, codec.replyForm(request)));
  return index => {
    putRtuRequest(sent, UNIT, codec, request);
    scanner.write(answers[index]!);
    if (rtuFraming.scan(scanner, false) !== 1 || records[0] !== 1) throw new Error('no frame');
    return view.getUint16(records[1]! + records[2]! - 4) ^ sent[6]!;
  };
}

/** The same, with the registers as an array of numbers. As a line does it, the view of the frame is kept for the next one. */
function ourArray({ quantity, answers }: ReadAnswers): Transaction {
  const codec = readHoldingRegisters;
  const scanner = createScanner();
  const { window, records } = scanner;
  const request = { startAddress: START, quantity };
  const sent = new Uint8Array(256);
  scanner.expect(rtuFraming.expectations(UNIT, codec.replyForm(request)));
  let frame = window.subarray(0, 0);
  let frameAt = 0;
  return index => {
    putRtuRequest(sent, UNIT, codec, request);
    scanner.write(answers[index]!);
    if (rtuFraming.scan(scanner, false) !== 1 || records[0] !== 1) throw new Error('no frame');
    const at = records[1]!;
    const length = records[2]!;
    if (at !== frameAt || length !== frame.length) {
      frameAt = at;
      frame = window.subarray(at, at + length);
    }
    const { registers } = codec.decodeResponse(rtuFraming.unwrap(frame).pdu);
    return registers[quantity - 1]! ^ sent[6]!;
  };
}

/** What jsmodbus does with a request and an answer, without its queue, socket and promise. */
function theirObjects({ quantity, buffers }: ReadAnswers): Transaction {
  return index => {
    const body = new requests.ReadHoldingRegistersRequestBody(START, quantity);
    const sent = new ModbusRTURequest(UNIT, body).createPayload();
    const response = ModbusRTUResponse.fromBuffer(buffers[index]!)!;
    const payload = Buffer.concat([Buffer.from([response.address]), response.body.createPayload()]);
    if (crc16modbus(payload) !== response.crc) throw new Error('wrong checksum');
    const { valuesAsArray } = response.body as unknown as { valuesAsArray: ArrayLike<number> };
    return valuesAsArray[quantity - 1]! ^ sent[6]!;
  };
}

/** A port in memory that answers inside `write`. */
class AnsweringPort extends EventEmitter {
  readonly isOpen = true;
  answer: Buffer = Buffer.alloc(0);
  sent: Buffer = Buffer.alloc(0);

  open(done: () => void): void {
    done();
  }

  close(done: () => void): void {
    done();
  }

  write(bytes: Buffer): void {
    this.sent = bytes;
    this.emit('data', this.answer);
  }
}

/** What `modbus-serial` has and its types leave out. */
interface CallbackClient {
  open(done: () => void): void;
  writeFC3(
    unit: number,
    start: number,
    quantity: number,
    next: (error: Error | null, result: { data: number[] }) => void,
  ): void;
}

/** The whole client of modbus-serial over a port in memory: its encoder and decoder stand in it. */
function theirClient({ quantity, buffers }: ReadAnswers): Transaction {
  const port = new AnsweringPort();
  const client = new ModbusRTU.default(port as never) as unknown as CallbackClient;
  client.open(() => undefined);
  return index => {
    let last = -1;
    port.answer = buffers[index]!;
    client.writeFC3(UNIT, START, quantity, (error, result) => {
      if (error) throw error;
      last = result.data[quantity - 1]!;
    });
    return last ^ port.sent[6]!;
  };
}

function waysOf(quantity: number): Way[] {
  const frames = readAnswers(quantity);
  const mask = ANSWERS - 1;
  const way = (name: string, ours: boolean, f: Transaction): Way => ({
    ...{ name, ours },
    run: compileDriver(`transaction ${name} ${quantity}`, { f, mask }, 'sink ^= f(i & mask);'),
  });
  const ways = [
    way(VIEW, true, ourView(frames)),
    way(ARRAY, true, ourArray(frames)),
    way(OBJECTS, false, theirObjects(frames)),
    way(CLIENT, false, theirClient(frames)),
  ];
  checkAgreement(
    `a read of ${quantity} registers`,
    ways.map(({ run }) => run),
    ANSWERS,
  );
  return ways;
}

/** The calculations of one read: the request is made, the answer is checked and decoded. */
export function transactionSuite(options: MeasureOptions): SuiteResult {
  const rows = QUANTITIES.flatMap(quantity =>
    compare(waysOf(quantity), options).map((way, _, all) => ({ quantity, way, all })),
  );
  const cells = rows.map(({ quantity, way }) => [
    `${quantity} registers, ${way.name}`,
    ...[formatTime(way.medianNs), formatRatio(way.against(OBJECTS)), formatRatio(way.against(CLIENT))],
  ]);
  const head = ['', 'time', `to ${OBJECTS}`, `to ${CLIENT}`];
  return {
    title: 'One transaction against other packages',
    text: [
      "Encoding of the request and decoding of the answer, without input and output. Ours goes through the receive window and its search for frames; modbus-serial's goes through its client, where its decoder stands.",
      formatTable(head, cells),
    ],
    cases: rows.map(
      ({ quantity, way }): CaseResult => ({
        case: `${quantity} registers, ${way.name}`,
        medianNs: way.medianNs,
        ratio: way.against(OBJECTS),
      }),
    ),
    jsWins: [],
    metrics: Object.fromEntries(
      QUANTITIES.flatMap(quantity => metricsOf(quantity, rows.find(row => row.quantity === quantity)!.all)),
    ),
  };
}

function metricsOf(quantity: number, compared: readonly Compared[]): [string, number][] {
  return [
    [`transaction, ${quantity} registers: view to jsmodbus`, wayOf(compared, VIEW).against(OBJECTS)],
    [`transaction, ${quantity} registers: array to jsmodbus`, wayOf(compared, ARRAY).against(OBJECTS)],
    [`transaction, ${quantity} registers: array to modbus-serial`, wayOf(compared, ARRAY).against(CLIENT)],
  ];
}

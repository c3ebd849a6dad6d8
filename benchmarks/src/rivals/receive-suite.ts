import { createScanner } from '@bus/codec';
import { readHoldingRegisters, rtuFraming } from '@bus/modbus';
import handlerModule from 'jsmodbus/dist/rtu-client-response-handler.js';
import RTUBufferedPort from 'modbus-serial/ports/rtubufferedport.js';
import { checkAgreement, compileDriver } from '../driver.js';
import type { MeasureOptions } from '../measure.js';
import type { CaseResult, SuiteResult } from '../suite.js';
import { formatRatio, formatTable, formatTime } from '../table.js';
import { compare, type Way, wayOf } from './comparison.js';
import { ANSWERS, type ReadAnswers, readAnswers, START, UNIT } from './read-answers.js';

const QUANTITY = 125;
/** What a USB adaptor hands over at a time. */
const CHUNK = 64;
const OURS = 'ours';
const SERIAL = 'modbus-serial, RTUBufferedPort';
const OBJECTS = 'jsmodbus, RTUClientResponseHandler';

/** Hears one answer in chunks; returns how many bytes of it make a frame. */
type Reception = (index: number) => number;

function inChunks(answer: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(answer.length / CHUNK) }, (_, chunk) =>
    answer.subarray(chunk * CHUNK, (chunk + 1) * CHUNK),
  );
}

function ourReception(chunks: readonly Buffer[][]): Reception {
  const scanner = createScanner();
  const request = { startAddress: START, quantity: QUANTITY };
  scanner.expect(rtuFraming.expectations(UNIT, readHoldingRegisters.replyForm(request)));
  return index => {
    let length = 0;
    for (const chunk of chunks[index]!) {
      scanner.write(chunk);
      if (rtuFraming.scan(scanner, false) > 0) length = scanner.records[2]!;
    }
    return length;
  };
}

/** It finds the length and looks for unit and function; the checksum is checked by the client behind it. */
function theirPort(chunks: readonly Buffer[][], { request }: ReadAnswers): Reception {
  const port = new RTUBufferedPort('unopened', { baudRate: 9600 });
  port._id = request[0]!;
  port._cmd = request[1]!;
  port._length = 5 + 2 * QUANTITY;
  let length = 0;
  port.on('data', (frame: Buffer) => {
    length = frame.length;
  });
  return index => {
    length = 0;
    for (const chunk of chunks[index]!) port._client.emit('data', chunk);
    return length;
  };
}

/** It decodes the registers as well, and once for every chunk; the checksum is checked by the client behind it. */
function theirHandler(chunks: readonly Buffer[][]): Reception {
  const handler = new handlerModule.default();
  return index => {
    for (const chunk of chunks[index]!) handler.handleData(chunk);
    return 5 + 2 * (handler.shift()?.body.valuesAsArray.length ?? 0);
  };
}

function waysOf(): Way[] {
  const frames = readAnswers(QUANTITY);
  const chunks = frames.buffers.map(inChunks);
  const mask = ANSWERS - 1;
  const way = (name: string, ours: boolean, f: Reception): Way => ({
    ...{ name, ours },
    run: compileDriver(`reception ${name}`, { f, mask }, 'sink ^= f(i & mask);'),
  });
  const ways = [
    way(OURS, true, ourReception(chunks)),
    way(SERIAL, false, theirPort(chunks, frames)),
    way(OBJECTS, false, theirHandler(chunks)),
  ];
  checkAgreement(
    'reception',
    ways.map(({ run }) => run),
    ANSWERS,
  );
  return ways;
}

/** Finding the frame of an answer that comes in pieces. */
export function receiveSuite(options: MeasureOptions): SuiteResult {
  const compared = compare(waysOf(), options);
  const ours = wayOf(compared, OURS);
  const cells = compared.map(({ name, medianNs }) => [
    ...[name, formatTime(medianNs), formatRatio(ours.against(name))],
  ]);
  return {
    title: 'Reception against other packages',
    text: [
      `An undisturbed answer of ${QUANTITY} registers in chunks of ${CHUNK} bytes. Ours checks the checksum and finds its way back after noise; theirs do neither here.`,
      formatTable(['', 'time', 'ours to it'], cells),
    ],
    cases: compared.map(
      (way): CaseResult => ({
        case: `reception, ${way.name}`,
        medianNs: way.medianNs,
        ratio: way.against(SERIAL),
      }),
    ),
    jsWins: [],
    metrics: {
      'reception: to modbus-serial': ours.against(SERIAL),
      'reception: to jsmodbus': ours.against(OBJECTS),
    },
  };
}

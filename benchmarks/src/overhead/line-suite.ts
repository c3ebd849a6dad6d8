import { Line, memoryPair, type Transport } from '@bus/line';
import { ModbusClient, mbapFraming, readHoldingRegisters, rtuFraming } from '@bus/modbus';
import type { MeasureOptions } from '../measure.js';
import { median, medianRatio } from '../statistics.js';
import type { CaseResult, SuiteResult } from '../suite.js';
import { formatRatio, formatTable, formatTime } from '../table.js';

const UNIT = 1;
const START = 16;
const QUANTITY = 10;
/** Exchanges of one turn: enough that the clock's own cost does not show. */
const TURN = 400;
const WARM_UP_TURNS = 60;

/** Makes one exchange. */
type Exchange = () => Promise<unknown>;

interface Way {
  readonly name: string;
  /** How many exchanges are open at once. */
  readonly inFlight: number;
  readonly exchange: Exchange;
}

const pdu = readHoldingRegisters.encodeResponse({
  registers: Array.from({ length: QUANTITY }, (_, index) => index),
});
const request = readHoldingRegisters.encodeRequest({ startAddress: START, quantity: QUANTITY });

/** Answers each request at once; `respond` makes the answer of a request. */
async function answering(transport: Transport, respond: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  await transport.open({
    data: chunk => void transport.write(respond(chunk)),
    closed: () => undefined,
  });
}

/** The two transports without anything between them and the caller. */
async function bareExchange(): Promise<Exchange> {
  const { a, b } = memoryPair();
  const answer = rtuFraming.wrap(UNIT, pdu);
  const question = rtuFraming.wrap(UNIT, request);
  let heard: () => void = () => undefined;
  await answering(b, () => answer);
  await a.open({ data: () => heard(), closed: () => undefined });
  return () =>
    new Promise<void>(resolve => {
      heard = resolve;
      void a.write(question);
    });
}

async function rtuExchange(): Promise<Exchange> {
  const { a, b } = memoryPair();
  const answer = rtuFraming.wrap(UNIT, pdu);
  await answering(b, () => answer);
  return reader(a, 'rtu', 1);
}

async function tcpExchange(inFlight: number): Promise<Exchange> {
  const { a, b } = memoryPair();
  const framing = mbapFraming();
  const { length } = framing.wrap(UNIT, request);
  const answer = framing.wrap(UNIT, pdu);
  // Several questions may come in one piece.
  await answering(b, questions => {
    const answers = new Uint8Array((questions.length / length) * answer.length);
    for (let from = 0, to = 0; from < questions.length; from += length, to += answer.length)
      answers.set(framing.respond(questions.subarray(from, from + length), UNIT, pdu), to);
    return answers;
  });
  return reader(a, 'tcp', inFlight);
}

async function reader(transport: Transport, framing: 'rtu' | 'tcp', inFlight: number): Promise<Exchange> {
  const line = new Line(transport, { inFlight });
  await line.open();
  const unit = new ModbusClient(line, { framing }).unit(UNIT);
  return () => unit.readRegisters(START, QUANTITY);
}

/** Nanoseconds of each exchange of one turn. */
async function takeTurn({ exchange, inFlight }: Way): Promise<number> {
  let left = TURN;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await exchange();
    }
  };
  const before = process.hrtime.bigint();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return Number(process.hrtime.bigint() - before) / TURN;
}

/** What a line and a client add to each exchange over a medium that costs next to nothing. */
export async function lineSuite({ rounds }: MeasureOptions): Promise<SuiteResult> {
  const ways: Way[] = [
    { name: 'memory transport alone', inFlight: 1, exchange: await bareExchange() },
    { name: 'read over RTU', inFlight: 1, exchange: await rtuExchange() },
    { name: 'read over Modbus TCP', inFlight: 1, exchange: await tcpExchange(1) },
    { name: 'read over Modbus TCP, 16 in flight', inFlight: 16, exchange: await tcpExchange(16) },
  ];
  const times = ways.map((): number[] => []);
  for (let round = -WARM_UP_TURNS; round < rounds; round += 1) {
    for (let place = 0; place < ways.length; place += 1) {
      const index = (place + round + WARM_UP_TURNS) % ways.length;
      const time = await takeTurn(ways[index]!);
      if (round >= 0) times[index]!.push(time);
    }
  }
  const rows = ways.map(({ name }, index) => ({
    name,
    time: median(times[index]!),
    // How many times as long: the ratio of the turns, upside down.
    share: 1 / medianRatio(times[0]!, times[index]!),
  }));
  return {
    title: 'Line engine',
    text: [
      `Time of one read of ${QUANTITY} registers over a cable in memory, client included.`,
      formatTable(
        ['', 'time', 'of the cable alone'],
        rows.map(({ name, time, share }) => [name, formatTime(time), formatRatio(share)]),
      ),
    ],
    cases: rows.map(
      ({ name, time, share }): CaseResult => ({ case: name, medianNs: time, ratio: 1 / share }),
    ),
    jsWins: [],
    metrics: Object.fromEntries(
      rows.slice(1).map(({ name, share }) => [`line, ${name}: to the cable`, share]),
    ),
  };
}

import { FakeClock } from '@bus/line/testing';
import { standardLine } from '@bus/sim';
import { createHub, LineOwner } from 'demo/server';
import { LineSplitter } from '../../../apps/demo/dist/doors/line-splitter.js';
import { RpcSession } from '../../../apps/demo/dist/doors/rpc-session.js';
import { Cursor, pieces } from '../cursor.js';
import { must, same } from '../oracle.js';
import { bytesOf, type Target } from '../target.js';

const limits = {
  messageBytes: 600,
  clients: 4,
  callsPerSecond: 1000,
  openCalls: 4,
  bufferedBytes: 65_536,
  patience: 5000,
};
const call = (method: string, params?: object): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })}\n`;

const board = {
  instruments: [],
  latest: [],
  read: (instrument: string) => Promise.resolve({ instrument, values: { point: 1 } }),
  write: (instrument: string, point: string, value: number | boolean) =>
    Promise.resolve({ instrument, values: { [point]: value } }),
  watch: () => () => undefined,
  close: () => undefined,
};

export const target: Target = {
  name: 'rpc-session',
  promise:
    "the demo's server says nothing but JSON-RPC, answers each call once, ends what is no call, and reports no mistake of its own",
  longest: 700,
  words: [
    '{"jsonrpc":"2.0","id":',
    '"method":"',
    '"params":{',
    '}\n',
    '[',
    ']',
    '__proto__',
    'line.send',
    'modbus.read',
    'modbus.write',
    'dcon.',
    'subscribe',
    'lines.list',
    '"line":"bus"',
    '"unit":1',
    '"address":0',
    '"values":[',
    '"text":"$012"',
    '"topic":"',
    '1e999',
    '-0',
    '\\ud800',
    'null',
    '\n',
  ],
  seeds: [
    call('server.info'),
    call('lines.list', {}),
    call('line.send', { line: 'bus', text: '$022' }),
    call('line.send', { line: 'bus', text: '01 03 01 21 00 01' }),
    call('line.send', { line: 'bus', text: '!0R', protocol: '232drio' }),
    call('modbus.read', { line: 'bus', unit: 1, address: 289, decimals: 1 }),
    call('modbus.write', { line: 'bus', unit: 1, address: 24, values: [80], decimals: 1 }),
    call('instruments.read', { instrument: 'x' }),
    call('points.write', { instrument: 'x', point: 'y', value: 1 }),
    call('subscribe', { topic: 'trace' }),
    call('subscribe', { topic: 'values' }),
    `[${call('lines.list').trim()},${call('server.info').trim()}]\n`,
  ].flatMap(text => [
    [0, 0, ...bytesOf(text)],
    [7, 1, ...bytesOf(text)],
  ]),
  async run(input) {
    const cursor = new Cursor(input);
    const [withToken, cut] = [(cursor.byte() & 7) === 7, cursor.byte() & 3];
    const clock = new FakeClock();
    const { virtual } = standardLine({ clock });
    const settings = { id: 'bus', port: 'sim:', options: {}, protocol: 'modbus' as const };
    const makePort = () => ({ transport: virtual.transport(), framing: 'rtu' as const });
    const owner = new LineOwner(settings, { makePort, clock, now: () => 0, random: () => 0 });
    const mistakes: unknown[] = [];
    const report = (error: unknown) => mistakes.push(error);
    const hub = createHub({ lines: [owner], board, version: '1.0.0', report, clock, now: () => 0 });
    const said: string[] = [];
    let ended = false;
    const end = () => {
      ended = true;
    };
    const session = new RpcSession(
      { name: 'fuzz', backlog: 0, send: text => said.push(text), end, drop: end },
      { hub, limits, clock, onError: report, ...(withToken ? { isToken: token => token === 'secret' } : {}) },
    );
    const asked = await feed(session, cursor.rest(), cut, clock);
    await clock.advance(8000);
    const answers = said.flatMap(text => JSON.parse(text));
    for (const { jsonrpc } of answers) same(jsonrpc, '2.0', 'what it said');
    const owed = asked.filter(id => id !== undefined).length;
    const paid = answers.filter(({ method }) => method === undefined).length;
    must(ended || paid === owed, () => `${owed} answers are owed, and ${paid} came`);
    must(withToken === false || ended || session.over === false, 'it let somebody in without a token');
    session.left();
    await owner.close();
    await clock.advance(1000);
    same(mistakes.map(String), [], 'mistakes of the server');
  },
};

/** Hands lines over as the carrier does; returns the ids of all parts that want an answer. */
async function feed(
  session: RpcSession,
  bytes: Uint8Array,
  cut: number,
  clock: FakeClock,
): Promise<unknown[]> {
  const splitter = new LineSplitter(limits.messageBytes);
  const asked: unknown[] = [];
  for (const piece of pieces(bytes, cut * 70)) {
    splitter.push(piece);
    for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
      if (line === 'too-long') {
        session.refuse('too long', 1009);
        return asked;
      }
      const text = decoded(line);
      asked.push(...idsIn(text));
      session.message(text);
      await clock.advance(300);
    }
  }
  return asked;
}

function decoded(line: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(line);
  } catch {
    return undefined;
  }
}

/** One element for each answer that is due: what is no call at all is answered as well. */
function idsIn(text: string | undefined): unknown[] {
  try {
    const value = JSON.parse(text ?? '');
    if (!Array.isArray(value)) return [idOf(value)];
    return value.length === 0 || value.length > 32 ? [null] : value.map(idOf);
  } catch {
    return [null];
  }
}

/** Undefined where nothing is answered: a call without an id that is right otherwise. */
function idOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { jsonrpc, method, params } = value as Record<string, unknown>;
  if (Object.hasOwn(value, 'id')) return null;
  const isCall =
    jsonrpc === '2.0' &&
    typeof method === 'string' &&
    (params === undefined ||
      (typeof params === 'object' && params !== null && !Object.hasOwn(params, '__proto__')));
  return isCall ? undefined : null;
}

import {
  allCommands,
  DconClient,
  dconFraming,
  decodeAny,
  describeAnswer,
  describeRequest,
  rawQuestion,
} from '@bus/dcon';
import { formatHex, type Line } from '@bus/line';
import type { ExchangeCall } from '../call-context.js';
import { DCON_BROADCAST_KEY, dconKey } from '../unit-key.js';
import { capturedFrames } from './captured-frames.js';
import type { RawCommand, RawOptions, RawParser } from './raw-command.js';

/** What reaches all modules at once. Nobody answers. */
const broadcasts: ReadonlyMap<string, 'synchronize' | 'hostOk'> = new Map([
  ['#**', 'synchronize'],
  ['~**', 'hostOk'],
]);

/**
 * `$022` and the like. Checksum and carriage return are added. It goes through a handle of the module, so that all that
 * is remembered of it is forgotten when the command changes it.
 *
 * @throws {UsageError} it is something else, or it is unclear what would answer it.
 */
export const dconCommand: RawParser = (text, options) => {
  const broadcast = broadcasts.get(text);
  if (broadcast !== undefined) return broadcastCommand(text, broadcast, options);
  const { checksum, answer } = options;
  const expected = answer === undefined ? {} : { answer };
  const { label, address } = rawQuestion(text, expected);
  return {
    unit: dconKey(address),
    async send(line: Line, call: ExchangeCall) {
      const module = new DconClient(line).module(address, { checksum });
      const ask = () => module.command(text, { ...expected, ...call });
      const { sent, heard } = await capturedFrames(line, other => other === label, ask);
      const said = dconFraming({ checksum }).unwrap(heard!)!;
      return { sent: formatHex(sent), heard: formatHex(heard!), text: said, meaning: meaningOf(text, said) };
    },
  };
};

function broadcastCommand(
  text: string,
  kind: 'synchronize' | 'hostOk',
  { checksum }: RawOptions,
): RawCommand {
  return {
    unit: DCON_BROADCAST_KEY,
    async send(line: Line, { signal }: ExchangeCall) {
      const isOurs = (label: string) => label.startsWith('all modules');
      const tell = () => new DconClient(line)[kind]({ checksum, signal });
      const { sent } = await capturedFrames(line, isOurs, tell);
      return { sent: formatHex(sent), meaning: describeRequest(text) };
    },
  };
}

/** What an answer means after its question: `read configuration: type 64, baud 6, flags 0`. */
function meaningOf(question: string, answer: string): string {
  const meanings = new Set<string>();
  for (const { name, request, answers } of allCommands) {
    const fields = request.decode(question) && decodeAny(answers, answer)?.fields;
    if (fields === undefined) continue;
    const said = Object.entries(fields).map(([field, value]) => `${field} ${value}`);
    meanings.add(`${name}: ${said.length === 0 ? 'done' : said.join(', ')}`);
  }
  return meanings.size === 0 ? describeAnswer(answer) : [...meanings].join(' or ');
}

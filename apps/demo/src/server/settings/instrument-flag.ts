import { UsageError } from '@bus/line';
import type { Protocol } from '../../protocol/index.js';
import { splitName } from './names.js';
import type { InstrumentSettings } from './server-settings.js';

/** An instrument as the command line or a file describes it: its line and its name may be left open. */
export type InstrumentWish = Omit<InstrumentSettings, 'id' | 'line'> & {
  readonly id?: string;
  readonly line?: string;
};

const forms = 'dcon:02:7044, modbus:1:temperature-controller, drio; behind it :checksum or :harsh, and @line';

/**
 * Reads `[id=]protocol:address:model[:checksum][@line]`.
 *
 * @throws {UsageError} it has another form.
 *
 * @example parseInstrument('leds=dcon:02:7044@rs485')
 */
export function parseInstrument(text: string): InstrumentWish {
  const { name, rest } = splitName(text);
  const at = rest.lastIndexOf('@');
  const [what, line] = at < 0 ? [rest] : [rest.slice(0, at), rest.slice(at + 1)];
  if (line === '') throw fault(text, 'the line behind @ is missing');
  const [kind = '', ...parts] = what.split(':');
  const protocol = protocolOf(kind);
  if (protocol === undefined) throw fault(text, `'${kind}' is no protocol`);
  const marked = parts.at(-1) === (protocol === '232drio' ? 'harsh' : 'checksum');
  const [addressText, model, ...more] = marked ? parts.slice(0, -1) : parts;
  if (more.length > 0) throw fault(text, `'${more.join(':')}' is too much`);
  if (protocol === '232drio' && addressText !== undefined)
    throw fault(text, 'a 232DRIO has no address and no model');
  return {
    protocol,
    ...(name === undefined ? {} : { id: name }),
    ...(line === undefined ? {} : { line }),
    ...(addressText === undefined ? {} : { address: parseAddress(protocol, addressText) }),
    ...(model === undefined || model === '' ? {} : { model }),
    ...(marked ? { checksum: true } : {}),
  };
}

/** The protocol of a name; `drio` is short for `232drio`. */
export function protocolOf(name: string): Protocol | undefined {
  if (name === 'modbus' || name === 'dcon' || name === '232drio') return name;
  return name === 'drio' ? '232drio' : undefined;
}

/**
 * An address as it stands on the instrument: decimal with Modbus, two hexadecimal digits with DCON.
 *
 * @throws {UsageError} it is none.
 */
export function parseAddress(protocol: Protocol, text: string): number {
  if (protocol === 'dcon') {
    if (/^[0-9A-F]{2}$/i.test(text)) return Number.parseInt(text, 16);
    throw new UsageError(`'${text}' is no DCON address`, { hint: 'It has two hexadecimal digits: 02, 0A.' });
  }
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(`'${text}' is no Modbus address`, { hint: 'It is a number such as 1.' });
}

function fault(text: string, why: string): UsageError {
  return new UsageError(`${text}: ${why}`, { hint: `Forms are ${forms}.` });
}

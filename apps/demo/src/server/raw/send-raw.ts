import { UsageError } from '@bus/line';
import type { Protocol } from '../../protocol/index.js';
import { exchangeCall, lineOf } from '../call-context.js';
import type { Handler } from '../methods/handler.js';
import { onLine } from '../on-line.js';
import { dconCommand } from './dcon-command.js';
import { drioCommand } from './drio-command.js';
import { modbusCommand } from './modbus-command.js';
import type { RawParser } from './raw-command.js';

const parsers: Readonly<Record<Protocol, RawParser>> = {
  modbus: modbusCommand,
  dcon: dconCommand,
  '232drio': drioCommand,
};

/** Sends what was typed, in turn with everybody else, and returns what was heard. */
export const sendRaw: Handler<'line.send'> = async (params, context) => {
  const { checksum = false, answer, timeout } = params;
  const line = lineOf(context, params.line);
  const text = params.text.trim();
  const protocol = params.protocol ?? protocolOf(text, line.info.protocol);
  if (protocol !== 'dcon' && (checksum || answer !== undefined))
    throw new UsageError(
      `line.send: 'checksum' and 'answer' are for DCON, and '${text}' is taken for ${protocol}`,
    );
  const command = parsers[protocol](text, { framing: line.framing, checksum, answer });
  const send = (port: Parameters<typeof command.send>[0]) =>
    command.send(port, exchangeCall(context, timeout));
  const { value, elapsed } = await onLine(context, line.id, command.unit, send);
  return { ...value, elapsed };
};

/** Whom a text is for, by its first character; `#` begins commands of two protocols. */
function protocolOf(text: string, usual: Protocol): Protocol {
  if (text.startsWith('!')) return '232drio';
  if (text.startsWith('#')) return usual === '232drio' ? '232drio' : 'dcon';
  return /^[$%@~]/.test(text) ? 'dcon' : usual;
}

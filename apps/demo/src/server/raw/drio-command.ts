import { DrioClient, type DrioMode, describeDrioFrame } from '@bus/232drio';
import { formatHex, type Line, UsageError } from '@bus/line';
import type { ExchangeCall } from '../call-context.js';
import { DRIO_KEY } from '../unit-key.js';
import { capturedFrames } from './captured-frames.js';
import type { RawCommand, RawParser } from './raw-command.js';

/** Bits of a set that mean anything. */
const RELAY_1 = 1;
const RELAY_2 = 2;

/**
 * `!0R` and `!0S` with two hexadecimal digits, or `#0R` and `#0S` in harsh mode, where the complement is added. A set
 * is sent as it is and not read back: nobody answers it.
 *
 * @throws {UsageError} it is something else.
 */
export const drioCommand: RawParser = text => {
  const [, lead, data] = /^([!#])0(?:R|S ?([0-9A-Fa-f]{2}))$/.exec(text) ?? [];
  if (lead === undefined) {
    throw new UsageError(`'${text}' is no command of the 232DRIO`, {
      hint: "There are !0R (read) and !0S03 (set; bit 0 is relay 1, bit 1 relay 2); with # in front in harsh mode. For others say 'protocol'.",
    });
  }
  const mode: DrioMode = lead === '#' ? 'harsh' : 'normal';
  return data === undefined ? readCommand(mode) : setCommand(mode, Number.parseInt(data, 16));
};

function readCommand(mode: DrioMode): RawCommand {
  return command(mode, (client, call) => client.readByte(call));
}

function setCommand(mode: DrioMode, data: number): RawCommand {
  if (data > (RELAY_1 | RELAY_2))
    throw new UsageError(
      `a set has the data 00 to 03: bit 0 is relay 1, bit 1 relay 2, and no other means anything`,
    );
  const relays = { relay1: (data & RELAY_1) !== 0, relay2: (data & RELAY_2) !== 0 };
  return command(mode, (client, call) => client.set(relays, call));
}

function command(
  mode: DrioMode,
  perform: (client: DrioClient, call: ExchangeCall) => Promise<unknown>,
): RawCommand {
  return {
    unit: DRIO_KEY,
    async send(line: Line, call) {
      const client = new DrioClient(line, { mode, verify: false, readTwice: false, upperBits: 'ignore' });
      const isOurs = (label: string) => label.startsWith('232drio');
      const { sent, heard } = await capturedFrames(line, isOurs, () => perform(client, call));
      if (heard === undefined) return { sent: formatHex(sent), meaning: describeDrioFrame(sent, 'request') };
      const meaning = describeDrioFrame(heard, 'response');
      return { sent: formatHex(sent), heard: formatHex(heard), meaning };
    },
  };
}

import { formatHex, type Line } from '@bus/line';
import {
  asciiFraming,
  type ModbusFraming,
  mbapFraming,
  modbusExchange,
  rawCodec,
  rtuFraming,
} from '@bus/modbus';
import type { FramingName } from '@bus/transport-node';
import type { ExchangeCall } from '../call-context.js';
import { modbusKey } from '../unit-key.js';
import { capturedFrames } from './captured-frames.js';
import { parseModbusText, soundRequest } from './modbus-text.js';
import type { RawParser } from './raw-command.js';

const framings: Readonly<Record<FramingName, ModbusFraming>> = {
  rtu: rtuFraming,
  ascii: asciiFraming(),
  tcp: mbapFraming(),
};

/**
 * Unit, function and data as hexadecimal bytes. What the function is known to answer is held against the answer; of other
 * functions any answer is taken.
 *
 * @throws {UsageError} it is something else, or could be two things.
 */
export const modbusCommand: RawParser = (text, options) => {
  const framing = framings[options.framing];
  const { unit, pdu } = parseModbusText(text, framing);
  const known = soundRequest(pdu);
  const exchange =
    known === undefined
      ? modbusExchange(framing, rawCodec(pdu[0]!), unit, { payload: pdu.subarray(1) })
      : modbusExchange(framing, known.codec, unit, known.request);
  return {
    unit: modbusKey(unit),
    async send(line: Line, call: ExchangeCall) {
      const isOurs = (label: string) => label === exchange.label;
      const ask = () => line.exchange(exchange, call);
      const { sent, heard } = await capturedFrames(line, isOurs, ask);
      if (heard === undefined) return { sent: formatHex(sent), meaning: framing.describe(sent, 'request') };
      return {
        sent: formatHex(sent),
        heard: formatHex(heard),
        meaning: framing.describe(heard, 'response'),
      };
    },
  };
};

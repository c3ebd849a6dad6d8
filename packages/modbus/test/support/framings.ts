import { asciiFraming, type ModbusFraming, mbapFraming, rtuFraming } from '../../src/index.js';

/** The name under which a client takes each framing. */
export type FramingName = 'rtu' | 'ascii' | 'tcp';

export const FRAMINGS: readonly FramingName[] = ['rtu', 'ascii', 'tcp'];

const framings: Record<FramingName, ModbusFraming> = {
  rtu: rtuFraming,
  ascii: asciiFraming(),
  tcp: mbapFraming(),
};

export const framingOf = (name: FramingName): ModbusFraming => framings[name];

/** `01 03 FF`, as a scripted peer takes bytes. */
export const spaced = (bytes: Iterable<number>): string =>
  Array.from(bytes, byte => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

/** The whole frame around a PDU; with Modbus TCP it carries transaction `id`. */
export function frameOf(name: FramingName, unit: number, pdu: Iterable<number>, id = 0): Uint8Array {
  const framing = framings[name];
  const frame = framing.wrap(unit, Uint8Array.from(pdu));
  return framing.multiplex?.tag(frame, id) ?? frame;
}

/** The same as text. */
export const hexFrame = (name: FramingName, unit: number, pdu: Iterable<number>, id = 0): string =>
  spaced(frameOf(name, unit, pdu, id));

import type { ModbusFraming } from '@bus/modbus';
import { type Random, randomInteger } from '../random.js';
import type { ScheduledBytes } from '../scheduled-bytes.js';
import type { Fault, FaultContext } from './fault.js';

/** Functions whose answers look alike, so that one can be taken for the other's. */
const ALIKE: ReadonlyMap<number, number> = new Map([
  [1, 2],
  [2, 1],
  [3, 4],
  [4, 3],
  [5, 15],
  [15, 5],
  [6, 16],
  [16, 6],
]);
/** Functions whose answers have the number of the bytes that follow behind the function code. */
const COUNTED: ReadonlySet<number> = new Set([1, 2, 3, 4, 23]);

/**
 * A sound answer comes, but to another function: 4 in the place of 3, 16 in the place of 6. Values that were read are
 * others than those in the true answer. Instruments with a Modbus framing only.
 */
export function otherFunction(): Fault {
  return modbusFault('other function', pdu => {
    const other = ALIKE.get(pdu[0]!);
    return other === undefined ? undefined : Uint8Array.of(other, ...otherContent(pdu).subarray(1));
  });
}

/**
 * The checksum is right, but the number of bytes is not: the answer announces one byte more or less than it has, or has
 * one register (of bits: one byte) more or less than was asked for. Instruments with a Modbus framing only, and answers that
 * announce a number of bytes.
 */
export function wrongCount(): Fault {
  return modbusFault('wrong byte count', (pdu, random) => {
    const [code, count] = pdu;
    if (!COUNTED.has(code!)) return undefined;
    const announced = random() < 0.5;
    const step = announced || code! < 3 ? 1 : 2;
    const more = count! <= step || random() < 0.5;
    const changed = count! + (more ? step : -step);
    if (changed > 250) return undefined;
    if (announced) return Uint8Array.of(code!, changed, ...pdu.subarray(2));
    const data = [...pdu.subarray(2), ...Array.from({ length: step }, () => randomInteger(random, 0, 255))];
    return Uint8Array.of(code!, changed, ...data.slice(0, changed));
  });
}

/** The same answer with other values, where it has values. */
export function otherContent(pdu: Uint8Array): Uint8Array {
  return COUNTED.has(pdu[0]!) ? pdu.map((byte, index) => (index < 2 ? byte : byte ^ 0x55)) : pdu;
}

/** The framing of an instrument that speaks Modbus. */
export function modbusFraming({ framing }: FaultContext): ModbusFraming | undefined {
  return 'wrap' in framing && 'unwrap' in framing ? (framing as ModbusFraming) : undefined;
}

/** A fault that puts another PDU in the place of an answer that is no refusal. */
function modbusFault(
  name: string,
  change: (pdu: Uint8Array, random: Random) => Uint8Array | undefined,
): Fault {
  return {
    name,
    apply(runs, context): readonly ScheduledBytes[] {
      const framing = modbusFraming(context);
      if (framing === undefined || runs.length === 0) return runs;
      const { unit, pdu } = framing.unwrap(context.answer);
      const changed = change(pdu, context.random);
      if (changed === undefined) return runs;
      return [{ at: runs[0]!.at, bytes: framing.respond(context.request, unit, changed) }];
    },
  };
}

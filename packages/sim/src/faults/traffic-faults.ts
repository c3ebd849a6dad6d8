import { frameOf, textOf, withoutChecksum } from '@bus/dcon';
import { UsageError } from '@bus/line';
import { readHoldingRegisters } from '@bus/modbus';
import { type Random, randomInteger } from '../random.js';
import { joinBytes } from '../scheduled-bytes.js';
import { modbusFraming, otherContent } from './answer-faults.js';
import type { Fault, FaultContext } from './fault.js';

/**
 * The asking end hears its own request in front of the reply, as with an adaptor whose receiver stays on while it sends:
 * `whole`, cut short (`partial`), or with a bit inverted (`corrupted`). Nobody else hears it.
 *
 * For an adaptor that always echoes, use `line.transport({ echo: true })`.
 */
export function echoed(form: 'whole' | 'partial' | 'corrupted' = 'whole'): Fault {
  return {
    name: `echo ${form}`,
    apply(runs, { random, request }) {
      if (request.length < 2) return runs;
      const bytes = request.slice(
        0,
        form === 'partial' ? randomInteger(random, 1, request.length - 1) : undefined,
      );
      if (form === 'corrupted')
        bytes[randomInteger(random, 0, bytes.length - 1)]! ^= 1 << randomInteger(random, 0, 7);
      return [{ at: runs[0]?.at ?? 0, bytes, onlyAsker: true }, ...runs];
    },
  };
}

/** What another unit says. */
export interface OtherUnitOptions {
  /** Other values than the unit that was asked, in Modbus answers that have values; false by default. */
  otherValues?: boolean;
}

/**
 * A sound answer comes, but from another unit. Instruments with a Modbus framing, and DCON answers that carry an address.
 *
 * @param unit its address; one that is not on the line, chosen by chance, when absent.
 */
export function otherUnit(unit?: number, { otherValues = false }: OtherUnitOptions = {}): Fault {
  return {
    name: 'other unit',
    apply(runs, context) {
      if (runs.length === 0) return runs;
      const sender = unit ?? absentUnit(context);
      const framing = modbusFraming(context);
      const pdu = framing?.unwrap(context.answer).pdu;
      const bytes =
        pdu === undefined
          ? fromOtherModule(context, sender)
          : framing?.respond(context.request, sender, otherValues ? otherContent(pdu) : pdu);
      return bytes === undefined ? runs : [{ at: runs[0]!.at, bytes }];
    },
  };
}

/** Where `foreignMaster` speaks. */
export interface ForeignMasterOptions {
  /** In front of the reply (the default) or behind it. */
  where?: 'before' | 'after';
  /** The unit that it asks; one that is not on the line, chosen by chance, when absent. */
  unit?: number;
}

/** Another master's request, and the answer to it, on the same line. Instruments with a Modbus framing only. */
export function foreignMaster({ where = 'before', unit }: ForeignMasterOptions = {}): Fault {
  return {
    name: `foreign master ${where}`,
    apply(runs, context) {
      const framing = modbusFraming(context);
      if (framing === undefined) return runs;
      const asked = unit ?? absentUnit(context);
      const [request, response] = conversation(context.random);
      const bytes = joinBytes([
        { at: 0, bytes: framing.wrap(asked, request) },
        { at: 0, bytes: framing.wrap(asked, response) },
      ]);
      if (where === 'after') return [...runs, { at: runs.at(-1)?.at ?? 0, bytes }];
      return [{ at: runs[0]?.at ?? 0, bytes }, ...runs];
    },
  };
}

/** A question about one to four registers, and its answer. */
function conversation(random: Random): [request: Uint8Array, response: Uint8Array] {
  const quantity = randomInteger(random, 1, 4);
  const startAddress = randomInteger(random, 0, 65_000);
  const registers = Array.from({ length: quantity }, () => randomInteger(random, 0, 65_535));
  return [
    readHoldingRegisters.encodeRequest({ startAddress, quantity }),
    readHoldingRegisters.encodeResponse({ registers }),
  ];
}

/** Any unit that is not on the line: nothing there takes the frame for a request to itself. */
function absentUnit({ units, random }: FaultContext): number {
  const absent = Array.from({ length: 247 }, (_, index) => index + 1).filter(unit => !units.includes(unit));
  if (absent.length === 0)
    throw new UsageError('every address is taken: name the unit that the fault is to use');
  return absent[randomInteger(random, 0, absent.length - 1)]!;
}

/** A DCON answer with another address; undefined when it has none. */
function fromOtherModule({ request, answer }: FaultContext, sender: number): Uint8Array | undefined {
  const asked = textOf(request)?.text;
  const said = textOf(answer)?.text;
  if (asked === undefined || said === undefined || answer.at(-1) !== 0x0d) return undefined;
  const [plain, text] = [withoutChecksum(asked), withoutChecksum(said)];
  const checksum = plain !== undefined && text !== undefined;
  const body = checksum ? text : said;
  if (!/^[!?][0-9A-F]{2}/.test(body)) return undefined;
  const address = sender.toString(16).toUpperCase().padStart(2, '0');
  return frameOf(`${body[0]}${address}${body.slice(3)}`, checksum);
}

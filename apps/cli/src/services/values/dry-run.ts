import { formatHex, UsageError } from '@bus/line';
import {
  type AnyPduCodec,
  modbusExchange,
  readCoils,
  readDiscreteInputs,
  readHoldingRegisters,
  readInputRegisters,
} from '@bus/modbus';
import type { FramingName } from '@bus/transport-node';
import { connect } from '../../connect.js';
import type { Context } from '../../context.js';
import type { ConnectionOptions } from '../../settings.js';
import { modbusFraming } from '../harmless-question.js';
import { isBroadcast, writeRequest } from './perform-write.js';
import type { Target } from './target.js';
import type { WritePlan } from './write-plan.js';

/** What would be sent. */
export interface DryRun {
  dryRun: true;
  port: string;
  framing: FramingName;
  simulated: boolean;
  requests: {
    unit: number;
    /** The frame as hexadecimal text. On a connection of Modbus TCP its first two bytes count up. */
    bytes: string;
    meaning: string;
  }[];
}

const readCodecs = {
  coil: readCoils,
  discrete: readDiscreteInputs,
  holding: readHoldingRegisters,
  input: readInputRegisters,
};

const reads: ReadonlySet<AnyPduCodec> = new Set(Object.values(readCodecs));

/** A request to one unit, as its codec takes it. */
export interface UnitRequest {
  readonly unit: number;
  readonly codec: AnyPduCodec;
  readonly request: unknown;
}

/** The request of a read. */
export function readRequest({ unit, table, address, size }: Target): UnitRequest {
  return { unit, codec: readCodecs[table], request: { startAddress: address, quantity: size } };
}

/**
 * The request of a write, and that of reading it back.
 *
 * @throws {UsageError} what is written depends on what is read before.
 */
export function writeRequests(plan: WritePlan, verify: boolean): UnitRequest[] {
  if (plan.mask !== undefined && plan.functionCode !== 22)
    throw new UsageError(
      `what function ${plan.functionCode} would write depends on the other bits of the register`,
      {
        hint: 'Only function 22 can be shown without reading them.',
      },
    );
  const writing = { unit: plan.target.unit, ...writeRequest(plan) };
  return verify ? [writing, readRequest(plan.target)] : [writing];
}

/**
 * Finds out what would be sent, and where, and opens nothing.
 *
 * @throws {UsageError} there is no port, a setting makes no sense, or a request does not fit.
 */
export async function dryRun(
  questions: readonly UnitRequest[],
  options: ConnectionOptions,
  context: Context,
): Promise<DryRun> {
  const { framing, port, simulated, line } = await connect(options, context);
  const frames = await modbusFraming(framing);
  const requests = questions.map(({ unit, codec, request }) => {
    if (unit > frames.maxUnit) throw new UsageError(`unit must be 0 to ${frames.maxUnit}, not ${unit}`);
    if (isBroadcast(unit, framing) && reads.has(codec))
      throw new UsageError('a broadcast is neither read nor verified: nobody answers it', {
        hint: 'Name a device by its own address, 1 to 247.',
      });
    const { request: bytes, label } = modbusExchange(frames, codec, unit, request as never);
    return { unit, bytes: formatHex(bytes), meaning: label };
  });
  const description = `${line.medium.name} ${framing}, nothing is sent`;
  // There are no values that could be taken for those of real instruments.
  context.onLine?.({ medium: line.medium.name, description, origin: port.origin, simulated: false });
  return { dryRun: true, port: port.url, framing, simulated, requests };
}

/** What a dry run prints: each frame, and what it means. */
export function formatDryRun({ requests }: DryRun): string[] {
  const width = Math.max(...requests.map(({ bytes }) => bytes.length));
  return requests.map(({ bytes, meaning }) => `${bytes.padEnd(width)}  ${meaning}`);
}

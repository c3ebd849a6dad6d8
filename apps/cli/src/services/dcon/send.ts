import type { AnswerKind } from '@bus/dcon';
import { UsageError } from '@bus/line';
import { askLine } from '../../ask-line.js';
import type { Context } from '../../context.js';
import { formatDconAddress } from '../../dcon-address.js';
import type { ConnectionOptions } from '../../settings.js';
import { type ChecksumOption, checksumOf, type DconAnswered } from './module-options.js';

export interface DconSendOptions extends ConnectionOptions {
  /** Lead, address and command, without checksum and carriage return: `$022`. */
  text: string;
  /** `off` by default, as modules are delivered. */
  checksum?: Exclude<ChecksumOption, 'auto'>;
  /** What the answer looks like, where families differ: `>` alone (`done`), `>…` (`data`), or `!…` (`reply`). */
  answer?: AnswerKind;
}

export interface DconSendResult extends Omit<DconAnswered, 'address'> {
  request: string;
  /** Two hexadecimal digits; absent for a broadcast. */
  address?: string;
  /** Without checksum and carriage return; absent for a broadcast, which nobody answers. */
  answer?: string;
}

const broadcasts: readonly string[] = ['#**', '~**'];

/**
 * Sends one DCON request as it is, checksum and carriage return added, and returns the answer. What it does is up to the
 * caller: a request that writes is sent like any other, once.
 *
 * @throws {UsageError} the text is no DCON request, or different families answer it differently.
 * @throws {DconRejected} the module said `?`.
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example const { answer } = await dconSend({ text: '$022', port: '/dev/ttyUSB1' }); // '!02400600'
 */
export async function dconSend(options: DconSendOptions, context: Context = {}): Promise<DconSendResult> {
  const { text, checksum = 'off', answer: kind, ...others } = options;
  const describe = () => `dcon checksum ${checksum}, ${text}`;
  const asking = { protocol: 'dcon' as const, describe };
  const broadcast = broadcasts.includes(text);
  const address = broadcast ? undefined : await addressOf(text, kind);
  const { answer, answered } = await askLine(asking, others, context, async ({ line }) => {
    const { DconClient } = await import('@bus/dcon');
    const client = new DconClient(line);
    const { signal } = context;
    if (address !== undefined) {
      const module = client.module(address, { checksum: checksumOf(checksum) });
      return module.command(text, { signal, ...(kind === undefined ? {} : { answer: kind }) });
    }
    const call = { checksum: checksum === 'on', ...(signal === undefined ? {} : { signal }) };
    await (text === '#**' ? client.synchronize(call) : client.hostOk(call));
    return undefined;
  });
  return {
    port: answered.port,
    framing: checksum === 'on' ? 'dcon+checksum' : 'dcon',
    simulated: answered.simulated,
    ...(address === undefined ? {} : { address: formatDconAddress(address) }),
    request: text,
    ...(answer === undefined ? {} : { answer }),
    elapsed: answered.elapsed,
  };
}

async function addressOf(text: string, answer: AnswerKind | undefined): Promise<number> {
  const { rawQuestion } = await import('@bus/dcon');
  const check = (kind: AnswerKind | undefined, hint: string) => {
    try {
      return rawQuestion(text, kind === undefined ? {} : { answer: kind }).address;
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(error.message, { hint, cause: error }) : error;
    }
  };
  // Where the answer is said, only the form of the request is left to be wrong.
  check('reply', "Checksum and carriage return are added. The broadcasts are '#**' and '~**'.");
  return check(answer, "Say what to expect: --answer data for '>…', reply for '!…', done for '>' alone.");
}

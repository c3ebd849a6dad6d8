import { RpcCode, RpcError } from '../../protocol/rpc-error.js';

/** Something that did not work, for people. */
export interface Failure {
  readonly message: string;
  /** What to try. */
  readonly hint?: string;
  /** True: it may have been carried out all the same. */
  readonly outcomeUnknown?: boolean;
}

/** What to try where the server says nothing of its own. */
const HINTS: Partial<Record<number, string>> = {
  [RpcCode.TOO_FAST]: 'Wait a second and try again.',
  [RpcCode.QUEUE_FULL]: 'Wait until the calls that are under way are answered.',
  [RpcCode.DISCONNECTED]: 'Try again when the server is connected.',
  [RpcCode.NO_ANSWER]: 'The line may be busy. Try again.',
  [RpcCode.NOT_FOUND]: 'Load the page again: the server’s settings may have changed.',
};

/** Explains an error that a call threw. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof RpcError)) return { message: sentence(String(error)) };
  const hint = error.data?.hint ?? HINTS[error.code];
  return {
    message: sentence(error.message),
    ...(hint === undefined ? {} : { hint: sentence(hint) }),
    ...(error.data?.outcomeUnknown === true ? { outcomeUnknown: true } : {}),
  };
}

/** Begins with a capital, unless it begins with a name such as `sim:`, and ends with a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'It failed for an unknown reason.';
  const begun = /^[a-z]+(?![\w:'-])/.test(trimmed)
    ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
    : trimmed;
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

import { RpcCode, RpcError } from '../../protocol/rpc-error.js';

/** Something that did not work, for people. */
export interface Failure {
  readonly message: string;
  /** What to try, and what is not known. */
  readonly hint?: string;
}

/** What to try where the server says nothing of its own. */
const HINTS: Partial<Record<number, string>> = {
  [RpcCode.TOO_FAST]: 'Wait a second and try again.',
  [RpcCode.QUEUE_FULL]: 'Wait until the calls that are under way are answered.',
  [RpcCode.DISCONNECTED]: 'Try again when the server is connected.',
  [RpcCode.NO_ANSWER]: 'The line may be busy. Try again.',
  [RpcCode.NOT_FOUND]: 'Load the page again: the server’s settings may have changed.',
};

const DOUBT = 'It may have been carried out all the same: read it back before you repeat it.';

/** A hint that says that nobody knows whether it was carried out; those of the line do so themselves. */
const withDoubt = (hint: string | undefined): string =>
  hint === undefined ? DOUBT : hint.startsWith(DOUBT) ? hint : `${DOUBT} ${sentence(hint)}`;

/** Explains an error that a call threw. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof RpcError)) return { message: sentence(String(error)) };
  const told = error.data?.hint ?? HINTS[error.code];
  const hint = error.data?.outcomeUnknown === true ? withDoubt(told) : told;
  return {
    message: sentence(error.message),
    ...(hint === undefined ? {} : { hint: sentence(hint) }),
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

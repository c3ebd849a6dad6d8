import { type Exchange, FOREIGN, type Framing, ReplyError } from '@bus/line';
import { ANSWER_LENGTH, complement, type DrioMode, encodeCommand } from './drio-command.js';
import { DRIO_UNIT } from './drio-framing.js';
import { describeRelays, KNOWN_BITS } from './drio-state.js';

/** Any answer of the unit could pass for any other: nothing in it says what was asked. */
const REPLY_SHAPE = '232drio';

/** What to do with an answer in which bits are set that mean nothing. */
export type UpperBits = 'refuse' | 'ignore';

interface ReadForm {
  readonly framing: Framing;
  readonly mode: DrioMode;
  readonly upperBits: UpperBits;
}

/** Asks for the state. The value is the data byte, 0..7. */
export function readExchange({ framing, mode, upperBits }: ReadForm): Exchange<number> {
  const label = '232drio, read';
  const request = encodeCommand({ kind: 'read', mode });
  return {
    label,
    unit: DRIO_UNIT,
    request,
    framing,
    repeatable: true,
    expectations: [],
    replyShape: REPLY_SHAPE,
    accept(frame) {
      checkForm(label, frame, request, mode);
      const data = frame[0]!;
      if (upperBits === 'refuse' && data > KNOWN_BITS) {
        throw new ReplyError('malformed', `${label}: the answer has bits set that mean nothing`, {
          label,
          hint: "It is probably no answer of a 232DRIO. If your unit does send such bits, set upperBits to 'ignore'.",
        });
      }
      return data & KNOWN_BITS;
    },
  };
}

/** Orders the relays. Nobody answers; the line rests for `settle` milliseconds while the contacts move. */
export function setExchange(
  { framing, mode }: Pick<ReadForm, 'framing' | 'mode'>,
  data: number,
  settle: number,
): Exchange<undefined> {
  return {
    label: `232drio, set ${describeRelays(data)}`,
    unit: DRIO_UNIT,
    request: encodeCommand({ kind: 'set', mode, data }),
    framing,
    // It is repeated by the client, after a look at the relays, and never blindly: by then somebody else may want
    // them otherwise.
    repeatable: false,
    expectations: [],
    replyShape: REPLY_SHAPE,
    turnaround: settle,
    unanswered: undefined,
    accept: () => FOREIGN,
  };
}

function checkForm(label: string, frame: Uint8Array, request: Uint8Array, mode: DrioMode): void {
  const length = ANSWER_LENGTH[mode];
  if (frame.length !== length) {
    const echo = request.every((byte, index) => frame[index] === byte);
    throw new ReplyError(
      'wrong-count',
      `${label}: ${frame.length} bytes came where the answer has ${length}`,
      {
        label,
        hint: echo
          ? 'They begin with the command: the adaptor hears itself, so set echo of the line to true.'
          : 'Something else talks on this line, or the unit is no 232DRIO.',
      },
    );
  }
  if (mode === 'harsh' && frame[1] !== complement(frame[0]!)) {
    throw new ReplyError('malformed', `${label}: the second byte is not the complement of the first`, {
      label,
    });
  }
}

import type { CharacterFormat } from './character-format.js';
import type { Finding } from './finding.js';
import { type Hearing, hearAs } from './hear-as.js';

/** Every byte once, and the levels that change most often and least often. */
export const loopbackPattern: Uint8Array = Uint8Array.from([
  ...Array.from({ length: 256 }, (_, byte) => byte),
  ...[0x55, 0xaa, 0x55, 0xaa, 0xff, 0x00, 0xff, 0x00],
]);

/** What is compared. */
export interface Loopback {
  readonly sent: Uint8Array;
  readonly heard: Uint8Array;
  /** What both ports are set to. */
  readonly format: CharacterFormat;
  /** From one port to another: what was sent must not come back to the sender as well. */
  readonly pair: boolean;
}

/** The characters of software flow control, which a port must not swallow. */
const XON = 0x11;
const XOFF = 0x13;
/** How much slower or faster the other end may be. */
const RATIOS = [2, 3, 4, 6, 8, 12, 1 / 2, 1 / 3, 1 / 4, 1 / 6, 1 / 8, 1 / 12];

/** What became of bytes whose content is known: nothing happened to them, or what probably did. */
export function explainLoopback(loopback: Loopback): Finding {
  const { sent, heard } = loopback;
  if (sameBytes(sent, heard))
    return { check: 'loopback', status: 'ok', sure: 'certain', text: `all ${sent.length} bytes came back` };
  return (
    nothingCame(loopback) ??
    cameTwice(loopback) ??
    flowControl(loopback) ??
    topBitLost(loopback) ??
    otherSetting(loopback) ??
    partCame(loopback) ??
    problem(
      'certain',
      `${heard.length} bytes came for ${sent.length}, and they differ`,
      'Check cable and settings.',
    )
  );
}

function problem(sure: Finding['sure'], text: string, advice: string): Finding {
  return { check: 'loopback', status: 'problem', sure, text, advice };
}

function nothingCame({ heard, pair }: Loopback): Finding | undefined {
  if (heard.length > 0) return undefined;
  const advice = pair
    ? 'Check the cable between the ports: TX to RX, or A to A and B to B, and ground.'
    : 'Join TX and RX. Many RS-485 adapters cannot hear themselves: try a second port with --loopback-to.';
  return problem('certain', 'nothing came back', advice);
}

function cameTwice({ sent, heard }: Loopback): Finding | undefined {
  if (!sameBytes(Uint8Array.of(...sent, ...sent), heard)) return undefined;
  return problem(
    'certain',
    'everything came back twice',
    'The adapter hears itself besides the loop: use --echo on.',
  );
}

function flowControl({ sent, heard }: Loopback): Finding | undefined {
  const rest = sent.filter(byte => byte !== XON && byte !== XOFF);
  if (!sameBytes(rest, heard)) return undefined;
  return problem(
    'certain',
    'the bytes 11 and 13 are missing',
    'Something swallows them for software flow control: switch that off.',
  );
}

function topBitLost({ sent, heard }: Loopback): Finding | undefined {
  if (
    !sameBytes(
      sent.map(byte => byte & 0x7f),
      heard,
    )
  )
    return undefined;
  return problem(
    'certain',
    'the top bit of every byte is lost',
    'One side is set to 7 data bits: set --data-bits 8.',
  );
}

/** The settings at which the model of a receiver hears exactly what was heard. */
function otherSetting({ sent, heard, format }: Loopback): Finding | undefined {
  for (const { hearing, text, advice } of hypotheses(format)) {
    const model = hearAs(sent, hearing);
    const delivered = [
      model.filter(({ framingError }) => !framingError).map(({ byte }) => byte),
      model.map(({ byte, framingError }) => (framingError ? 0 : byte)),
      model.map(({ byte }) => byte),
    ];
    if (delivered.some(bytes => bytes.length > 0 && sameBytes(Uint8Array.from(bytes), heard)))
      return problem('likely', text, advice);
  }
  return undefined;
}

function hypotheses(format: CharacterFormat): { hearing: Hearing; text: string; advice: string }[] {
  const other = (sent: CharacterFormat): Hearing => ({ sent, heard: format });
  return [
    {
      hearing: { sent: format, heard: format, inverted: true },
      text: 'every level arrives inverted',
      advice: 'Swap A and B.',
    },
    ...(['none', 'even', 'odd'] as const)
      .filter(parity => parity !== format.parity)
      .map(parity => ({
        hearing: other({ ...format, parity }),
        text: `the other side sends ${parity === 'none' ? 'no' : parity} parity`,
        advice: `Set both to the same parity.`,
      })),
    ...RATIOS.map(ratio => {
      const baudRate = Math.round(format.baudRate / ratio);
      return {
        hearing: other({ ...format, baudRate }),
        text: `the other side sends at ${baudRate} bit/s`,
        advice: 'Set both to the same baud rate.',
      };
    }),
  ];
}

/** Bytes are missing and nothing else is wrong. */
function partCame({ sent, heard }: Loopback): Finding | undefined {
  let at = 0;
  for (const byte of sent) if (byte === heard[at]) at += 1;
  if (at < heard.length) return undefined;
  return problem(
    'certain',
    `${sent.length - heard.length} of ${sent.length} bytes are missing, the others are right`,
    'Bytes are lost on the way: check flow control, the cable, and the load of the machine.',
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

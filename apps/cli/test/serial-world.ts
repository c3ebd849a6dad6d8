import type { Transport } from '@bus/line';
import { type SimulatedInstrument, VirtualLine } from '@bus/sim';
import type { PortOptions } from '@bus/transport-node';
import type { Context } from '../src/context.js';
import type { CharacterFormat } from '../src/diagnose/character-format.js';
import { hearAs } from '../src/diagnose/hear-as.js';

export interface SerialWorld {
  /** The format that everybody on the line speaks. */
  format: CharacterFormat;
  instruments?: SimulatedInstrument[];
  /** What others say as soon as the port is open. */
  traffic?: Uint8Array;
  /** Told when the port is open and that has been heard. */
  onHeard?: () => void;
}

/** A world with one serial port, of which the right format must be found: in others both sides hear rubbish. */
export function serialWorld({
  format,
  instruments = [],
  traffic = new Uint8Array(0),
  onHeard = () => undefined,
}: SerialWorld) {
  const opened: string[] = [];
  const sent: { bytes: Uint8Array; format: CharacterFormat }[] = [];
  const makeTransport = (url: string, options: PortOptions): Transport => {
    const own = formatOf(options);
    const same = nameOf(own) === nameOf(format);
    // Bytes take no time, so that answers never come late, however long the machine stands still.
    const virtual = new VirtualLine();
    for (const instrument of instruments) virtual.attach(instrument);
    const transport = virtual.transport();
    const medium = { name: `${url} ${nameOf(own)}`, characterTime: 10_000 / own.baudRate };
    return {
      medium,
      open: async sink => {
        opened.push(nameOf(own));
        await transport.open(sink);
        const heard = hearAs(traffic, { sent: format, heard: own }).filter(
          ({ framingError }) => !framingError,
        );
        setTimeout(() => {
          if (heard.length > 0) sink.data(Uint8Array.from(heard, ({ byte }) => byte));
          onHeard();
        }, 1);
      },
      write: async bytes => {
        sent.push({ bytes: bytes.slice(), format: own });
        if (same) await transport.write(bytes);
      },
      close: () => transport.close(),
    };
  };
  const context: Context = { env: {}, cwd: '/', listPorts: async () => [], makeTransport };
  return { context, opened, sent };
}

const letters = { none: 'N', even: 'E', odd: 'O' } as const;

function formatOf({
  baudRate = 19_200,
  dataBits = 8,
  parity = 'none',
  stopBits = 1,
}: PortOptions): CharacterFormat {
  return { baudRate, dataBits, parity, stopBits };
}

function nameOf({ baudRate, dataBits, parity, stopBits }: CharacterFormat): string {
  return `${baudRate}-${dataBits}${letters[parity]}${stopBits}`;
}

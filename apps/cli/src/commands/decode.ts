import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { captureForms } from '../capture/read-capture.js';
import { ExitCode } from '../exit-code.js';
import { formatDecoded } from '../format-decode.js';
import { palette, wantsColours } from '../live/palette.js';
import type { DecodeResult } from '../services/decode/decode.js';
import { textsIn } from '../texts-in.js';

export class Decode extends BusCommand {
  static override summary = 'Explain frames field by field, and what broken ones were meant to be.';
  static override description =
    'Bytes as hexadecimal digits in any grouping, frames of text as they are, or a file with one piece per line, a dump or ' +
    'a pcap or pcapng file; without any, what is piped in. Ends with 6 when something is no sound frame. Guesses are called so.';
  static override examples = [
    '<%= config.bin %> decode 01 03 01 21 00 01 D5 FC',
    "<%= config.bin %> decode '$022'",
    '<%= config.bin %> decode trace.txt --json',
  ];
  static override strict = false;
  static override args = {
    bytes: Args.string({
      ignoreStdin: true,
      description: 'hexadecimal digits, or a frame of text; all of it is one piece; or a file',
    }),
  };
  static override flags = {
    file: Flags.string({
      helpValue: '<file>',
      description: 'a file in place of bytes; - is what is piped in',
    }),
    form: Flags.option({ options: captureForms, description: 'how the file is written; auto by default' })(),
    framing: Flags.option({
      options: ['rtu', 'ascii', 'tcp', 'dcon', 'drio'] as const,
      description: 'what was expected; all by default',
    })(),
    'heard-at': Flags.integer({
      min: 1,
      helpValue: '<baud>',
      description: 'speed at which the bytes were heard, to name another one',
    }),
  };

  async run(): Promise<DecodeResult> {
    const { raw, flags } = await this.parse(Decode);
    const { decode } = await import('../services/decode/decode.js');
    const { 'heard-at': baud, file, form, framing } = flags;
    const options = {
      text: textsIn(raw),
      ...(file === undefined ? {} : { file }),
      ...(form === undefined ? {} : { form }),
      ...(framing === undefined ? {} : { framing }),
      ...(baud === undefined ? {} : { baud }),
    };
    const paint = palette(wantsColours(process.env, process.stdout.isTTY === true));
    const result = await this.perform(
      {},
      () => decode(options),
      told => formatDecoded(told, paint),
    );
    if (!result.sound) process.exitCode = ExitCode.BAD_FRAME;
    return result;
  }
}

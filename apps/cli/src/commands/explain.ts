import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { formatExplained } from '../format-explain.js';
import { wholeNumbers } from '../list-flags.js';
import { palette, wantsColours } from '../live/palette.js';
import type { ExplainResult } from '../services/explain.js';
import { textsIn } from '../texts-in.js';

const registers = wholeNumbers({ max: 65_535 });

const pipedText = async (): Promise<string> => (await import('node:stream/consumers')).text(process.stdin);

export class Explain extends BusCommand {
  static override summary = 'Show registers as every type and in every byte order.';
  static override description =
    'For finding out how a device sends a value that is known. What is marked was probably meant: a guess, by how ' +
    'unlikely such a value is by chance.';
  static override examples = [
    '<%= config.bin %> explain 41 AE 56 52',
    '<%= config.bin %> explain --registers 0,16256 --json',
    '<%= config.bin %> explain 41AE5652 00010002 --each 2',
  ];
  static override strict = false;
  static override args = {
    bytes: Args.string({
      ignoreStdin: true,
      description: 'bytes as hexadecimal digits, in any grouping; without any, what is piped in',
    }),
  };
  static override flags = {
    registers: registers({
      helpValue: '<list>',
      description: 'registers in decimal, or as 0x41AE, in place of bytes',
    }),
    each: Flags.integer({
      min: 1,
      max: 4,
      helpValue: '<registers>',
      description: 'registers of one value; all are one value by default',
    }),
  };

  async run(): Promise<ExplainResult> {
    const { raw, flags } = await this.parse(Explain);
    const { explainBytes } = await import('../services/explain.js');
    const { registers: words, each } = flags;
    const given = textsIn(raw);
    const piped = given.length === 0 && words === undefined && process.stdin.isTTY !== true;
    const options = {
      bytes: piped ? [await pipedText()] : given,
      ...(words === undefined ? {} : { registers: words }),
      ...(each === undefined ? {} : { each: each as 1 | 2 | 3 | 4 }),
    };
    const paint = palette(wantsColours(process.env, process.stdout.isTTY === true));
    return this.perform(
      {},
      () => explainBytes(options),
      result => formatExplained(result, paint),
    );
  }
}

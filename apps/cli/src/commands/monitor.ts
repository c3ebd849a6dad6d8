import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { captureForms } from '../capture/read-capture.js';
import { connectionFlags } from '../connection-flags.js';
import { formatMonitorEvent, formatMonitorSummary } from '../format-monitor.js';
import { wordList } from '../list-flags.js';
import { palette, wantsColours } from '../live/palette.js';
import { monitorProtocols } from '../services/monitor/ears.js';

const protocols = wordList(monitorProtocols);
const { timeout: _timeout, retries: _retries, echo: _echo, ...listeningFlags } = connectionFlags;

export class Monitor extends BusCommand {
  static override summary = 'Overhear a line, or read a recording of one: nothing is ever sent.';
  static override description =
    'Finds the frames of Modbus RTU and ASCII, DCON and the 232DRIO among noise, pairs answers with questions, and tells ' +
    'of questions without answer and of damaged ones. What it says of noise is a guess. Ctrl-C ends it with a summary. ' +
    'A file of --pcap is opened with: wireshark -o \'uat:user_dlts:"User 0 (DLT=147)","mbrtu","0","","0",""\' -r <file>';
  static override examples = [
    '<%= config.bin %> monitor --port /dev/ttyUSB1 --line 9600-8E1',
    '<%= config.bin %> monitor --port /dev/ttyUSB1 --json --pcap line.pcap',
    '<%= config.bin %> monitor --capture line.pcap',
  ];
  static override flags = {
    capture: Flags.string({
      helpValue: '<file>',
      description:
        'a recording in place of a port: pcap, pcapng, hexadecimal text or bytes; - is what is piped in',
    }),
    form: Flags.option({
      options: captureForms,
      description: 'how the recording is written; auto by default',
    })(),
    protocols: protocols({
      helpValue: '<list>',
      description: `what to listen for; ${monitorProtocols.join(',')} by default`,
    }),
    'answer-within': Flags.integer({
      min: 1,
      helpValue: '<ms>',
      description: 'time after which a question counts as unanswered; 1000 by default',
    }),
    silence: Flags.integer({
      min: 1,
      helpValue: '<ms>',
      description: 'silence after which nothing unfinished goes on; 100 by default',
    }),
    duration: Flags.integer({
      min: 1,
      helpValue: '<ms>',
      description: 'how long to listen; until Ctrl-C by default',
    }),
    pcap: Flags.string({ helpValue: '<file>', description: 'write RTU frames for Wireshark to this file' }),
    ...listeningFlags,
  };
  protected override readonly simulatedNote = 'this is no real line';

  async run(): Promise<void> {
    const { flags } = await this.parse(Monitor);
    const { monitor } = await import('../services/monitor/monitor.js');
    const paint = palette(wantsColours(process.env, process.stdout.isTTY === true));
    await this.performStream(flags, context => monitor(camelCase(flags), context), {
      event: event => (flags.quiet && event.event === 'line' ? [] : formatMonitorEvent(event, paint)),
      summary: formatMonitorSummary,
    });
  }
}

import * as Flags from '@oclif/core/flags';
import { echoModes, flagName, parities, type SettingName, settings } from './settings.js';

/** Help for a setting, with the variable that stands in for its flag. The services read it, not oclif. */
function flag(setting: SettingName, text: string) {
  return { description: `${text} [env: ${settings[setting].env}]`, helpGroup: 'LINE' };
}

const WHOLE = { min: 0, helpValue: '<number>' };

/**
 * The flags that say how the line is reached, and what is told about it.
 *
 * @param usual what holds when nobody says anything, for the help.
 */
export const connectionFlagsFor = (usual: { baud: number; timeout: number }) => ({
  port: Flags.string({
    ...flag(
      'port',
      'serial port, tcp://host, rtu+tcp://host:port, …, or sim: or sim:drio for a built-in simulated line',
    ),
    helpValue: '<port>',
  }),
  baud: Flags.integer({ ...flag('baud', `bits per second; ${usual.baud} by default`), ...WHOLE }),
  parity: Flags.option({ ...flag('parity', 'none by default'), options: parities })(),
  [flagName('dataBits') as 'data-bits']: Flags.integer({
    ...flag('dataBits', '5 to 8; 8 by default'),
    ...WHOLE,
  }),
  [flagName('stopBits') as 'stop-bits']: Flags.integer({
    ...flag('stopBits', '1 or 2; 1 by default'),
    ...WHOLE,
  }),
  line: Flags.string({
    ...flag('line', 'short form of the four above, such as 19200-8N1'),
    helpValue: '<form>',
  }),
  rtscts: Flags.boolean({ ...flag('rtscts', 'hardware flow control'), allowNo: true }),
  timeout: Flags.integer({
    ...flag('timeout', `milliseconds to wait for an answer; ${usual.timeout} by default`),
    ...WHOLE,
  }),
  retries: Flags.integer({ ...flag('retries', 'further attempts of a read; 1 by default'), ...WHOLE }),
  echo: Flags.option({
    ...flag('echo', 'whether the adaptor hears what it sends; off by default'),
    options: echoModes,
  })(),
  trace: Flags.boolean({ description: 'print every frame on stderr, with time and meaning' }),
  verbose: Flags.boolean({
    char: 'v',
    description: 'print the line as it is set on stderr, and where the port came from',
    exclusive: ['quiet'],
  }),
  quiet: Flags.boolean({ description: 'print nothing but values, errors and the mark of a simulated line' }),
});

/** The flags of the Modbus commands. */
export const connectionFlags = connectionFlagsFor({ baud: 19_200, timeout: 1000 });

import type { PortUrl } from '@bus/transport-node';
import { portSettings } from '../port-settings.js';
import type { ConnectionOptions, SettingName } from '../settings.js';
import { isSimulated } from '../simulated-lines.js';

type Parse = (url: string) => PortUrl;

/**
 * What of the flags holds for one of several lines: a speed is for serial ports, and the network connections beside them
 * have none. What fits no line at all is left in, to be refused.
 *
 * @param url of the line. @param urls of all lines.
 */
export function settingsOfLine(
  url: string,
  flags: ConnectionOptions,
  urls: readonly string[],
  parse: Parse,
): ConnectionOptions {
  const fits = (name: SettingName, each: string): boolean => {
    const kinds = portSettings[name]?.kinds;
    return kinds === undefined || (!isSimulated(each) && kinds.includes(parse(each).kind));
  };
  const names = Object.keys(flags) as SettingName[];
  const kept = names.filter(name => fits(name, url) || !urls.some(each => fits(name, each)));
  return Object.fromEntries(kept.map(name => [name, flags[name]]));
}

import { UsageError } from '@bus/line';
import { type ConnectionOptions, settingNames, settings } from './settings.js';

/**
 * The settings that the environment holds. A variable that is empty counts as not set.
 *
 * @throws {UsageError} a variable has a value that makes no sense.
 */
export function envSettings(env: Readonly<Record<string, string | undefined>>): ConnectionOptions {
  const found: Record<string, unknown> = {};
  for (const name of settingNames) {
    const { env: variable, parse, wants } = settings[name];
    const value = env[variable];
    if (value === undefined || value === '') continue;
    found[name] = parse(value);
    if (found[name] === undefined) throw new UsageError(`${variable} must be ${wants}, not '${value}'`);
  }
  return found;
}

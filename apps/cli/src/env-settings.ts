import { UsageError } from '@bus/line';
import { type ConnectionOptions, flagName, settingNames, settings } from './settings.js';
import { variableOf } from './variable-of.js';

/**
 * The settings that the environment holds. A variable that is empty counts as not set.
 *
 * @throws {UsageError} a variable has a value that makes no sense.
 */
export function envSettings(env: Readonly<Record<string, string | undefined>>): ConnectionOptions {
  const found: Record<string, unknown> = {};
  for (const name of settingNames) {
    const variable = variableOf(flagName(name))!;
    const value = env[variable];
    if (value === undefined || value === '') continue;
    const { parse, wants } = settings[name];
    found[name] = parse(value);
    if (found[name] === undefined) throw new UsageError(`${variable} must be ${wants}, not '${value}'`);
  }
  return found;
}

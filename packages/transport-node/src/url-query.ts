import { UsageError } from '@bus/line';

/** How the text of a setting reads; what is not named here is text itself. */
const kinds: Readonly<Record<string, 'integer' | 'boolean'>> = {
  baudRate: 'integer',
  dataBits: 'integer',
  stopBits: 'integer',
  connectTimeout: 'integer',
  localPort: 'integer',
  rtscts: 'boolean',
  lock: 'boolean',
};

/**
 * The settings behind the question mark of a port URL.
 *
 * @param known the settings that this kind of port has
 * @throws {UsageError} a setting is not among them, is set twice, is empty, or is no integer or boolean where it must be.
 */
export function urlQuery(query: string, known: readonly string[]): Record<string, string | number | boolean> {
  const settings: Record<string, string | number | boolean> = {};
  for (const [name, text] of new URLSearchParams(query)) {
    if (!known.includes(name))
      throw new UsageError(`'${name}' is not a setting of this kind of port`, {
        hint: `Known: ${known.join(', ')}`,
      });
    if (Object.hasOwn(settings, name)) throw new UsageError(`'${name}' is set twice`);
    settings[name] = value(name, text);
  }
  return settings;
}

function value(name: string, text: string): string | number | boolean {
  if (kinds[name] === 'integer') {
    if (!/^\d+$/.test(text)) throw new UsageError(`${name} must be an integer, not '${text}'`);
    return Number(text);
  }
  if (kinds[name] === 'boolean') {
    if (text !== 'true' && text !== 'false')
      throw new UsageError(`${name} must be true or false, not '${text}'`);
    return text === 'true';
  }
  if (text === '') throw new UsageError(`${name} is empty`);
  return text;
}

import { UsageError } from '@bus/line';
import { type SerialSettings, urlSettingNames } from './serial-settings.js';
import { urlQuery } from './url-query.js';

/** The serial settings that a URL can name. */
export type SerialUrlSettings = Partial<Omit<SerialSettings, 'path' | 'rs485'>>;

/** Is it the path of a serial port or the name of a USB adapter, and no URL? */
export function isPath(text: string): boolean {
  return /^(\/|\.\.?\/|\\\\[.?]\\|com\d+($|\?)|usb:.)/i.test(text);
}

/**
 * The path and the settings of `rtu:<path>?…` or `ascii:<path>?…`.
 *
 * @param forms the known forms, for the hint
 * @throws {UsageError} there is no path in it, or a setting is wrong.
 */
export function serialAddress(
  url: string,
  scheme: string,
  forms: string,
): { path: string; settings: SerialUrlSettings } {
  const rest = url.slice(scheme.length + 1);
  const mark = rest.replace(/^\\\\\?\\/, '....').indexOf('?');
  const encoded = mark < 0 ? rest : rest.slice(0, mark);
  const path = decode(encoded.startsWith('///') ? encoded.slice(2) : encoded, url);
  if (!isPath(path) || path.startsWith('//')) {
    throw new UsageError(`'${url}' names no serial port`, {
      hint: path.startsWith('//')
        ? `For a network address write ${scheme}+tcp:${encoded}`
        : `Known forms: ${forms}`,
    });
  }
  return { path, settings: urlQuery(mark < 0 ? '' : rest.slice(mark + 1), urlSettingNames) };
}

function decode(text: string, url: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(`'${url}' has a % that is not followed by two hex digits`, {
      hint: 'A % itself is %25.',
    });
  }
}

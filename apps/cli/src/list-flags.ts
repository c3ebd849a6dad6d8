import { CLIError } from '@oclif/core/errors';
import * as Flags from '@oclif/core/flags';

/** Speeds, separated by commas. */
export const speeds = Flags.custom<number[]>({
  parse: text => {
    const list = text.split(',').map(part => part.trim());
    return list.every(part => /^\d{1,7}$/.test(part))
      ? Promise.resolve(list.map(Number))
      : Promise.reject(new CLIError(`expected speeds, such as 9600,19200, but received: ${text}`));
  },
});

/** Words, separated by commas, each one of `choices` where there are some. */
export const wordList = <Word extends string>(choices?: readonly Word[]) =>
  Flags.custom<Word[]>({
    parse: text => {
      const list = text.split(',').map(part => part.trim()) as Word[];
      const wrong = choices && list.find(word => !choices.includes(word));
      return wrong === undefined
        ? Promise.resolve(list)
        : Promise.reject(new CLIError(`expected ${choices!.join(', ')}, but received: ${wrong}`));
    },
  });

/** Whole numbers from 0 to `max`, separated by commas or blanks; in hexadecimal digits behind `0x`. */
export const wholeNumbers = ({ max }: { max: number }) =>
  Flags.custom<number[]>({
    parse: text => {
      const parts = text.split(/[\s,]+/).filter(part => part !== '');
      const wrong = parts.find(part => !/^(\d{1,9}|0x[0-9a-f]{1,8})$/i.test(part) || Number(part) > max);
      return wrong === undefined && parts.length > 0
        ? Promise.resolve(parts.map(Number))
        : Promise.reject(
            new CLIError(`expected numbers from 0 to ${max}, such as 1,2, but received: ${wrong ?? text}`),
          );
    },
  });

import { describe, expect, it } from 'vitest';
import { type AsciiOptions, asciiFraming } from '../src/index.js';
import { spaced } from './support/framings.js';
import { rejection, scene } from './support/scene.js';

const ascii = (text: string) => spaced([...text].map(character => character.charCodeAt(0)));
const QUESTION = ':010300050001F6';
const ANSWER = ':01030200BA40';

/** Asks a unit with `options` for register 5; it answers `answer` to `question`. */
async function ask(options: AsciiOptions, question: string, answer: string): Promise<unknown> {
  const { clock, peer, unit } = scene('ascii');
  peer.expect(ascii(question), [5, ascii(answer)]);
  const value = await clock.until(unit(1, { ascii: options }).readRegister(5));
  expect(clock.now()).toBe(5);
  return value;
}

describe('a device with ASCII of its own', () => {
  it('ends its frames with the delimiter that it was given', async () => {
    expect(await ask({ delimiter: '.' }, `${QUESTION}\r.`, `${ANSWER}\r.`)).toBe(186);
    await expect(ask({ delimiter: '.' }, `${QUESTION}\r.`, `${ANSWER}\r\n`)).rejects.toHaveProperty('code');
  });

  it('begins its answers with a character of its own, or with the usual one', async () => {
    const answer = ANSWER.slice(1);
    expect(await ask({ responseStart: '>' }, `${QUESTION}\r\n`, `>${answer}\r\n`)).toBe(186);
    expect(await ask({ responseStart: '>' }, `${QUESTION}\r\n`, `:${answer}\r\n`)).toBe(186);
    await expect(ask({}, `${QUESTION}\r\n`, `>${answer}\r\n`)).rejects.toHaveProperty('code');
  });

  it.each([
    ['small digits', ':01030200ba40\r\n'],
    ['no carriage return', ':01030200BA40\n'],
    ['blanks', ':01 03 02 00 BA 40\r\n'],
    ['all of it', ': 01 03 02 00 ba 40\n'],
  ])('is put up with when its frames have %s, if so told', async (_, answer) => {
    expect(await ask({ lenient: true }, `${QUESTION}\r\n`, answer)).toBe(186);
    await expect(ask({}, `${QUESTION}\r\n`, answer)).rejects.toHaveProperty('code');
  });

  it('is still refused when its sum is wrong', async () => {
    await expect(ask({ lenient: true }, `${QUESTION}\r\n`, ':01030200bb40\r\n')).rejects.toHaveProperty(
      'code',
      'checksum',
    );
  });

  it('is told its new delimiter, and then spoken to with it', async () => {
    const { clock, peer, unit, adu } = scene('ascii');
    const change = [8, 0, 3, 0x2e, 0];
    peer
      .expect(adu(1, change), [5, adu(1, change)])
      .expect(ascii(`${QUESTION}\r.`), [5, ascii(`${ANSWER}\r.`)]);
    await clock.until(unit().diagnostics.changeDelimiter('.'));
    expect(await clock.until(unit(1, { ascii: { delimiter: '.' } }).readRegister(5))).toBe(186);
  });

  it.each<AsciiOptions>([
    { delimiter: '' },
    { delimiter: 'ab' },
    { delimiter: 'F' },
    { delimiter: '0' },
    { delimiter: '\r' },
    { delimiter: ':' },
    { delimiter: 'é' },
    { responseStart: '' },
    { responseStart: '7' },
    { responseStart: '>', delimiter: '>' },
  ])('is refused with %o', options => {
    expect(() => asciiFraming(options)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });
});

describe('a frame that is interrupted', () => {
  it('may pause for up to a second between two characters', async () => {
    const { clock, peer, unit } = scene('ascii', { timeout: 20_000 });
    const characters = [...`${ANSWER}\r\n`];
    const pieces = characters.map((character, index): [number, string] => [
      1 + 999 * index,
      ascii(character),
    ]);
    peer.expect(ascii(`${QUESTION}\r\n`), ...pieces);
    expect(await clock.until(unit().readRegister(5))).toBe(186);
  });

  it('is begun anew by a colon', async () => {
    expect(await ask({}, `${QUESTION}\r\n`, `:0103${ANSWER}\r\n`)).toBe(186);
  });

  it('is damaged, not foreign, when the sum of the awaited answer is wrong', async () => {
    const { clock, peer, unit, kinds } = scene('ascii');
    peer.expect(ascii(`${QUESTION}\r\n`), [5, ascii(':01030200BA41\r\n')]);
    expect(await clock.until(rejection(unit().readRegister(5)))).toMatchObject({ code: 'checksum' });
    expect(kinds()).toEqual(['request', 'damaged']);
  });
});

import { describe, expect, it } from 'vitest';
import { dconFraming } from '../src/index.js';
import { commandOf, requestText, vectors } from './vectors.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const sound = vectors.filter(({ name }) => !/^(neg|tol|hazard)\./.test(name));

describe('traces', () => {
  it.each(sound)('$name: the request is named as the command that it is', vector => {
    const said = dconFraming(vector).describe(bytes(vector.request), 'request');
    const command = commandOf(vector);
    if (vector.response === null) expect(said).toMatch(/^all modules, (synchronized sampling|host OK)$/);
    else {
      expect(said).toContain(`module ${requestText(vector).slice(1, 3)}, `);
      expect(said).toContain(command!.name);
    }
  });

  it.each(sound.filter(({ response }) => response !== null))(
    '$name: the answer says what it says by itself',
    vector => {
      const answer = vector.response!.slice(0, vector.checksum ? -3 : -1);
      const said = dconFraming(vector).describe(bytes(vector.response!), 'response');
      if (answer === '>') expect(said).toBe('done');
      else if (answer === '!') expect(said).toContain('watchdog');
      else if (answer.startsWith('?')) expect(said).toContain('refused');
      else if (answer.length === 3) expect(said).toBe(`module ${answer.slice(1)}, done`);
      else expect(said).toBe(`answer ${answer.slice(1)}`);
    },
  );

  it.each(sound.filter(({ decoded, response }) => response && decoded.address !== undefined))(
    '$name: the counters learn the address where it is certain',
    vector => {
      const unit = dconFraming(vector).unitOf(bytes(vector.response!));
      expect([vector.decoded.address, undefined]).toContain(unit);
    },
  );

  it('a frame without a lead, or with a wrong checksum, is none', () => {
    expect(dconFraming({ checksum: false }).describe(bytes('x014\r'), 'response')).toBe('no DCON frame');
    expect(dconFraming({ checksum: true }).describe(bytes('!01400600\r'), 'response')).toBe('no DCON frame');
    expect(dconFraming({ checksum: true }).unitOf(bytes('!01400600\r'))).toBeUndefined();
  });
});

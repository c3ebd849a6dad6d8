import { expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { SEQUENCE_THERE, SEQUENCE_UNWANTED, WANTED_AT } from './layout.js';
import { listen } from './listen.fixture.js';
import { concat, readResponse, rules } from './modbus-like.fixture.js';
import { instance } from './wasm/instance.js';

it('a line on which every third byte begins two long frames gets a bound while nothing is awaited, too', () => {
  const junk = Uint8Array.from({ length: 3000 }, (_, i) => [1, 3, 0xf0][i % 3]!);
  const stream = concat(junk, readResponse(9, 1, 2, 3));
  const wanted = new Int32Array(instance()!.memory.buffer, WANTED_AT, 1);
  const wasm = createScanner();
  expect(wanted[0]).toBe(SEQUENCE_UNWANTED);
  const js = listen(createJsScanner(), rules, stream, { cuts: [500] }).records;
  expect(js.at(-1)).toMatchObject({ at: junk.length, kind: 1 });
  wasm.write(junk);
  wasm.scan(rules, false);
  expect(wanted[0]).toBe(SEQUENCE_THERE);
  wasm.clear();
  expect(listen(wasm, rules, stream, { cuts: [500] }).records).toEqual(js);
  wasm.release();
});

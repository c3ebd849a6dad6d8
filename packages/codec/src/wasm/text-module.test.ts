import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as layout from '../layout.js';
import * as text from '../text-layout.js';
import { encode, hexText, lrcFrame } from '../text-streams.fixture.js';
import { moduleBytes } from './module-bytes.js';
import { TEXT_BYTES } from './text-bytes.generated.js';
import { textModule } from './text-module.js';
import { TextRuleStore } from './text-rule-store.js';

const coreBytes = readFileSync(new URL('../../dist/core.wasm', import.meta.url));
const textBytes = readFileSync(new URL('../../dist/text.wasm', import.meta.url));
const { Module } = WebAssembly;
const spec = {
  starts: [0x3a],
  end: Uint8Array.of(13, 10),
  lengthMax: 513,
  checksum: 'lrc-hex',
  digits: 'hex',
} as const;

/** A fresh copy of the package, in which nothing has started yet. */
async function freshPackage() {
  vi.resetModules();
  return import('../index.js');
}

/** Lets only the first `allowed` modules be compiled; `compile` counts the attempts. */
function limitCompiling(allowed: number) {
  const compile = vi.fn(function compileModule(source: BufferSource) {
    if (compile.mock.calls.length > allowed) throw new WebAssembly.CompileError('disallowed by the embedder');
    return new Module(source);
  });
  vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Module: { value: compile } }));
  return compile;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the module for text', () => {
  it('is small enough to be compiled at once everywhere', () => {
    expect(textBytes.length).toBeLessThanOrEqual(4096);
    expect(Buffer.from(moduleBytes(TEXT_BYTES))).toEqual(textBytes);
  });

  it('keeps to its own part of the memory', () => {
    const sequenceEnd = layout.SEQUENCE_AT + 2 * layout.SEQUENCE_SIZE + layout.WINDOW + 2;
    expect(sequenceEnd).toBeLessThanOrEqual(text.PAIRS_AT);
    expect(text.PAIRS_AT + 512).toBeLessThanOrEqual(text.NUMBERS_AT);
    expect(text.NUMBERS_AT + 256 + 16).toBeLessThanOrEqual(text.MASKS_AT);
    expect(text.MASKS_AT + 2 * text.TEXT_STEP).toBeLessThanOrEqual(text.TEXT_RULES_AT);
    expect(text.TEXT_RULES_AT + text.TEXT_RULES_SIZE).toBeLessThanOrEqual(layout.RULES_AT);
    expect(3 * text.HEX_PIECE + 128).toBeLessThanOrEqual(layout.SCRATCH_SIZE);
    const readBehindWindow = layout.SLOT_SIZE - layout.SLOT_WINDOW - layout.WINDOW;
    expect(readBehindWindow).toBeGreaterThanOrEqual(text.TEXT_STEP);
  });

  it('brings tables that nothing else has written to', () => {
    const { memory } = textModule()!;
    const numbers = memory.subarray(text.NUMBERS_AT, text.NUMBERS_AT + 256);
    expect([...numbers]).toEqual(Array.from({ length: 256 }, (_, number) => number));
    const masks = memory.subarray(text.MASKS_AT, text.MASKS_AT + 2 * text.TEXT_STEP);
    expect([...masks]).toEqual(Array.from({ length: 128 }, (_, at) => (at < 64 ? 255 : 0)));
  });

  it('starts with the first text, not with the first scanner or on import', async () => {
    const compile = limitCompiling(2);
    const { compileDelimited, createScanner } = await freshPackage();
    const scanner = createScanner();
    const rules = compileDelimited(spec);
    expect(compile).toHaveBeenCalledOnce();
    scanner.write(encode(lrcFrame(1, 3)));
    expect(scanner.scan(rules, false)).toBe(1);
    expect(compile).toHaveBeenCalledTimes(2);
  });
});

describe('where WebAssembly is forbidden', () => {
  it.each([
    ['altogether', 0],
    ['from the second module on', 1],
  ])('%s, text is found and converted in JavaScript', async (_when, allowed) => {
    const compile = limitCompiling(allowed);
    const { compileDelimited, createScanner, decodeHex, encodeHex, loadText } = await freshPackage();
    const scanner = createScanner();
    const frame = encode(lrcFrame(1, 3, 0xab));
    const rules = compileDelimited(spec);
    for (let round = 0; round < 2; round++) {
      scanner.write(frame);
      expect(scanner.scan(rules, false)).toBe(1);
      expect([...scanner.records.subarray(0, 3)]).toEqual([1, 0, frame.length]);
    }
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => (7 * i) & 0xff);
    expect(String.fromCharCode(...encodeHex(bytes))).toBe(hexText(bytes));
    expect(decodeHex(encode(hexText(bytes)))).toEqual(bytes);
    expect(loadText()).toBe(false);
    expect(compile).toHaveBeenCalledTimes(allowed + 1);
  });

  it('modules that the platform compiled are used', async () => {
    limitCompiling(0);
    const { compileDelimited, createScanner, loadCore, loadText } = await freshPackage();
    expect(loadText(new Module(textBytes))).toBe(false);
    loadCore(new Module(coreBytes));
    expect(() => loadText(new Module(coreBytes))).toThrow(TypeError);
    expect(() => loadText({})).toThrow(TypeError);
    expect(loadText(new Module(textBytes))).toBe(true);
    expect(loadText()).toBe(true);
    const scanner = createScanner();
    scanner.write(encode(lrcFrame(1, 3)));
    expect(scanner.scan(compileDelimited(spec), false)).toBe(1);
  });
});

describe('the store of text rules', () => {
  it('gives equal rules one place, and none when it is full', () => {
    const store = new TextRuleStore(new Uint8Array(65536 * layout.MEMORY_PAGES));
    const table = (first: number) => Int32Array.from({ length: text.TEXT_WORDS }, (_, i) => (i ? 0 : first));
    expect(store.place(table(1))).toBe(text.TEXT_RULES_AT);
    expect(store.place(table(1))).toBe(text.TEXT_RULES_AT);
    const room = Math.floor(text.TEXT_RULES_SIZE / (4 * text.TEXT_WORDS));
    for (let first = 2; first <= room; first++) expect(store.place(table(first))).toBeDefined();
    expect(store.place(table(room + 1))).toBeUndefined();
    expect(store.place(table(room))).toBeDefined();
  });
});

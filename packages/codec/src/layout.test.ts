import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCore } from './core.js';
import * as layout from './layout.js';
import { LARGEST_FRAME, MAX_EXPECTATIONS, MAX_RECORDS, RecordKind, WINDOW_SIZE } from './scanner.js';
import { CORE_BYTES } from './wasm/core-bytes.generated.js';
import { LONG_BYTES } from './wasm/long-bytes.generated.js';
import { moduleBytes } from './wasm/module-bytes.js';
import { SLOT_COUNT } from './wasm/slot-pool.js';

const wasmFile = new URL('../dist/core.wasm', import.meta.url);

describe('the memory layout', () => {
  it('has the sizes of the public contract', () => {
    expect(layout.RECORDS).toBe(MAX_RECORDS);
    expect(layout.EXPECTATIONS).toBe(MAX_EXPECTATIONS);
    expect(layout.WINDOW).toBe(WINDOW_SIZE);
    // `reserve` makes room only when more than half of the window is used.
    expect(LARGEST_FRAME).toBe(WINDOW_SIZE / 2);
    expect(layout.OPEN_LENGTH).toBeGreaterThan(LARGEST_FRAME);
  });

  it('has the record kinds that the AssemblyScript source names', () => {
    const source = readFileSync(new URL('../assembly/records.ts', import.meta.url), 'utf8');
    const { BROKEN, ...ofLengthRules } = RecordKind;
    expect(BROKEN).toBe(3);
    for (const [name, value] of Object.entries(ofLengthRules))
      expect(source).toContain(`const ${name} = ${value};`);
  });

  it('gives every part its own bytes', () => {
    expect(layout.WANTED_AT + 4).toBeLessThanOrEqual(layout.SUM_AT);
    // A block may stand one byte behind the sum, and the sum 15 bytes behind its place.
    expect(layout.SUM_AT + 15 + layout.SEQUENCE_PERIOD + 2).toBeLessThanOrEqual(layout.PREFIXES_AT);
    expect(layout.PREFIXES_AT + 2 * (layout.WINDOW + 1)).toBeLessThanOrEqual(layout.STARTS_AT);
    expect(layout.STARTS_AT + 4 * 256).toBeLessThanOrEqual(layout.WORDS_AT);
    expect(layout.WORDS_AT + layout.WORDS_SIZE).toBeLessThanOrEqual(layout.SCRATCH_AT);
    expect(layout.SCRATCH_AT + layout.SCRATCH_SIZE).toBeLessThanOrEqual(layout.FOLD_AT);
    // There are zeros in the place of 14 blocks, and a load may reach 15 bytes further.
    expect(layout.FOLD_AT + layout.FOLD_MAX + 14 * 16 + 15).toBeLessThanOrEqual(layout.SEQUENCE_AT);
    expect(layout.SEQUENCE_SIZE).toBe(layout.SEQUENCE_PERIOD + layout.WINDOW + 2);
    expect(layout.SEQUENCE_AT + 2 * layout.SEQUENCE_SIZE + layout.WINDOW + 2).toBeLessThanOrEqual(
      layout.RULES_AT,
    );
    expect(layout.RULES_AT + layout.RULES_SIZE).toBeLessThanOrEqual(layout.SLOTS_AT);
    expect(4 * layout.STATE_WORDS).toBeLessThanOrEqual(layout.SLOT_EXPECTATIONS);
    const expectationsEnd = layout.SLOT_EXPECTATIONS + layout.EXPECTATIONS * layout.EXPECTATION_SIZE;
    expect(expectationsEnd).toBeLessThanOrEqual(layout.SLOT_RECORDS);
    expect(layout.SLOT_RECORDS + 12 * layout.RECORDS).toBeLessThanOrEqual(layout.SLOT_WINDOW);
    expect(layout.SLOT_WINDOW + layout.WINDOW + 16).toBeLessThanOrEqual(layout.SLOT_SIZE);
    expect(layout.SLOTS_AT + SLOT_COUNT * layout.SLOT_SIZE).toBeLessThanOrEqual(65536 * layout.MEMORY_PAGES);
  });
});

describe('the module', () => {
  it('has at most 4096 bytes, so that every browser compiles it synchronously', () => {
    expect(statSync(wasmFile).size).toBeLessThanOrEqual(4096);
  });

  it('is the same in dist/core.wasm and in the source file', () => {
    expect(Buffer.from(moduleBytes(CORE_BYTES))).toEqual(readFileSync(wasmFile));
  });

  it('needs nothing from outside and exports raw functions', () => {
    const module = new WebAssembly.Module(readFileSync(wasmFile));
    expect(WebAssembly.Module.imports(module)).toEqual([]);
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(names.sort()).toEqual(['crc16', 'memory', 'scan']);
  });

  it('has a companion for long data, as small, which needs only its memory', () => {
    const bytes = readFileSync(new URL('../dist/long.wasm', import.meta.url));
    expect(bytes.length).toBeLessThanOrEqual(4096);
    expect(Buffer.from(moduleBytes(LONG_BYTES))).toEqual(bytes);
    const module = new WebAssembly.Module(bytes);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
    expect(
      WebAssembly.Module.exports(module)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['crc16Long', 'memory', 'sum8']);
  });

  it('has a memory of fixed size', () => {
    const { memory } = loadCore()!;
    expect(memory.length).toBe(65536 * layout.MEMORY_PAGES);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmFile)));
    expect(() => (exports.memory as WebAssembly.Memory).grow(1)).toThrow(RangeError);
  });
});

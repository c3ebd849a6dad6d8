import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { crc16Bitwise } from './js/crc16-bitwise.js';
import { readRequest, spec } from './modbus-like.fixture.js';
import { WINDOW_SIZE } from './scanner.js';

const bytes = readFileSync(new URL('../dist/core.wasm', import.meta.url));
const { Module } = WebAssembly;

/** A fresh copy of the package, in which nothing has started yet. */
async function freshPackage() {
  vi.resetModules();
  return import('./index.js');
}

function forbidCompiling() {
  const compile = vi.fn(function refuse() {
    throw new WebAssembly.CompileError('disallowed by the embedder');
  });
  vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Module: { value: compile } }));
  return compile;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('loadCore', () => {
  it('starts one module and returns it every time', async () => {
    const { loadCore } = await freshPackage();
    const core = loadCore();
    expect(core?.memory).toBeInstanceOf(Uint8Array);
    expect(loadCore()).toBe(core);
    expect(loadCore(new Module(bytes))).toBe(core);
  });

  it('computes on bytes that are in the memory already', async () => {
    const { loadCore, createScanner } = await freshPackage();
    const scanner = createScanner();
    scanner.write(readRequest(1, 0, 1));
    expect(scanner.window.buffer).toBe(loadCore()!.memory.buffer);
    expect(loadCore()!.crc16(scanner.window.byteOffset, 8)).toBe(0);
  });

  it('refuses a module that is another', async () => {
    const { loadCore } = await freshPackage();
    const other = new Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    expect(() => loadCore(other)).toThrow(TypeError);
    expect(() => loadCore({})).toThrow(TypeError);
    expect(loadCore()).toBeDefined();
  });
});

describe('long data', () => {
  it('start a second module, and are summed by the first where none may be compiled', async () => {
    const long = new Uint8Array(2000).map((_, i) => i * 7);
    const sumOf = (data: Uint8Array) => data.reduce((sum, byte) => sum + byte, 0) & 0xff;
    const platformModule = new Module(bytes);
    for (const allowed of [true, false]) {
      const compile = vi.fn(function compileModule(source: BufferSource) {
        if (!allowed) throw new WebAssembly.CompileError('disallowed by the embedder');
        return new Module(source);
      });
      vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Module: { value: compile } }));
      const { crc16, loadCore, sum8 } = await freshPackage();
      loadCore(platformModule);
      expect(crc16(long)).toBe(crc16Bitwise(long));
      expect(crc16(long, 3)).toBe(crc16Bitwise(long, 3));
      expect(sum8(long)).toBe(sumOf(long));
      expect(compile).toHaveBeenCalledOnce();
    }
  });
});

describe('importing the package', () => {
  it('compiles nothing; short checksums do not either; the first scanner does', async () => {
    const compile = vi.fn(function compileModule(source: BufferSource) {
      return new Module(source);
    });
    vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Module: { value: compile } }));
    const { createScanner, crc16 } = await freshPackage();
    crc16(new Uint8Array(8));
    expect(compile).not.toHaveBeenCalled();
    createScanner().release();
    expect(compile).toHaveBeenCalledOnce();
  });
});

describe('where WebAssembly is forbidden', () => {
  let compile: ReturnType<typeof forbidCompiling>;

  beforeEach(() => {
    compile = forbidCompiling();
  });

  it('everything works in JavaScript, and compiling is tried once', async () => {
    const { compileRules, crc16, createScanner, loadCore, RecordKind, sum8 } = await freshPackage();
    expect(loadCore()).toBeUndefined();
    const scanner = createScanner();
    scanner.write(readRequest(1, 0, 1));
    expect(scanner.scan(compileRules(spec), false)).toBe(1);
    expect([...scanner.records.subarray(0, 3)]).toEqual([RecordKind.FRAME, 0, 8]);
    expect(scanner.window).toHaveLength(WINDOW_SIZE);
    const bytes = new Uint8Array(1000).fill(0x5a);
    expect(crc16(bytes)).toBe(crc16Bitwise(bytes));
    expect(sum8(new Uint8Array(1000).fill(1))).toBe(1000 & 0xff);
    expect(compile).toHaveBeenCalledOnce();
  });

  it('a module that the platform compiled is used', async () => {
    const { createScanner, loadCore } = await freshPackage();
    expect(loadCore()).toBeUndefined();
    const core = loadCore(new Module(bytes));
    expect(core).toBeDefined();
    expect(createScanner().window.buffer).toBe(core!.memory.buffer);
  });

  it('no WebAssembly at all is no error', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const { createScanner, loadCore } = await freshPackage();
    expect(loadCore()).toBeUndefined();
    expect(createScanner().write(readRequest(1, 0, 1))).toBe(8);
  });
});

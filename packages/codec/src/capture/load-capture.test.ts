import { readFileSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readRequest } from '../modbus-like.fixture.js';
import { foundCandidates } from './naive-candidates.fixture.js';

const file = new URL('../../dist/capture.wasm', import.meta.url);
const { Module } = WebAssembly;

/** A fresh copy of the package, in which nothing has started yet. */
async function freshCapture() {
  vi.resetModules();
  const { WasmCandidateFinder } = await import('./wasm/candidate-finder.js');
  return { ...(await import('./index.js')), WasmCandidateFinder };
}

/** Compiling is refused, synchronously or both ways. */
function forbid(...names: ('Module' | 'compile')[]) {
  const refuse = vi.fn(function refuse() {
    throw new WebAssembly.CompileError('disallowed by the embedder');
  });
  const members = names.map(name => [name, { value: refuse }]);
  vi.stubGlobal('WebAssembly', Object.create(WebAssembly, Object.fromEntries(members)));
  return refuse;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the capture module', () => {
  it('has at most 2048 bytes, so that every browser compiles it synchronously', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(2048);
  });

  it('is compiled by the first finder, not by the import', async () => {
    const compile = vi.fn(function compileModule(source: BufferSource) {
      return new Module(source);
    });
    vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Module: { value: compile } }));
    const { createCandidateFinder } = await freshCapture();
    expect(compile).not.toHaveBeenCalled();
    createCandidateFinder();
    createCandidateFinder();
    expect(compile).toHaveBeenCalledOnce();
  });

  it('can be loaded without synchronous compilation', async () => {
    forbid('Module');
    const { createCandidateFinder, loadCapture, WasmCandidateFinder } = await freshCapture();
    expect(createCandidateFinder()).not.toBeInstanceOf(WasmCandidateFinder);
    expect(await Promise.all([loadCapture(), loadCapture()])).toEqual([true, true]);
    expect(createCandidateFinder()).toBeInstanceOf(WasmCandidateFinder);
    expect(await loadCapture()).toBe(true);
  });

  it('is taken compiled where bytes must not be compiled', async () => {
    const module = new Module(readFileSync(file));
    forbid('Module', 'compile');
    const { createCandidateFinder, loadCapture, WasmCandidateFinder } = await freshCapture();
    expect(await loadCapture()).toBe(false);
    expect(await loadCapture(module)).toBe(true);
    expect(createCandidateFinder()).toBeInstanceOf(WasmCandidateFinder);
  });

  it('is not another module', async () => {
    const { loadCapture } = await freshCapture();
    await expect(loadCapture(new Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)))).rejects.toThrow(
      TypeError,
    );
    expect(await loadCapture()).toBe(true);
  });

  it('is replaced by plain JavaScript where WebAssembly is forbidden, and asked for once', async () => {
    const refuse = forbid('Module');
    const { createCandidateFinder } = await freshCapture();
    const finder = createCandidateFinder();
    expect(foundCandidates(finder, readRequest(1, 0, 1))).toEqual(['8-8']);
    createCandidateFinder();
    expect(refuse).toHaveBeenCalledOnce();
  });
});

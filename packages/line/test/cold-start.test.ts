import { afterEach, describe, expect, it, vi } from 'vitest';
import { scene } from './scene.js';
import { ask, multiplexScene } from './toy-multiplex.js';
import { hex, read } from './toy-protocol.js';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a program that asks for the first time', () => {
  it('does not wait for WebAssembly where frames tell their length and identifier', async () => {
    const compile = vi.spyOn(WebAssembly, 'Module');
    const { clock, line } = multiplexScene();
    expect(await clock.until(line.exchange(ask(1, 7)))).toBe(7);
    await line.close();
    expect(compile).not.toHaveBeenCalled();
  });

  it('starts it where frames have to be searched for', async () => {
    const compile = vi.spyOn(WebAssembly, 'Module');
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    await line.close();
    expect(compile).toHaveBeenCalledOnce();
  });
});

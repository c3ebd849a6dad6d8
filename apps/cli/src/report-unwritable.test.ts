import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { reportUnwritable } from './report-unwritable.js';

function outputs() {
  const told: string[] = [];
  const codes: number[] = [];
  const stdout = new EventEmitter();
  const stderr = Object.assign(new EventEmitter(), { write: (text: string) => told.push(text) });
  // As oclif does.
  stdout.on('error', error => {
    throw error;
  });
  reportUnwritable({ stdout, stderr, fail: code => codes.push(code) });
  return { stdout, stderr, told, codes };
}
const failure = (code: string) => Object.assign(new Error(`${code}: no luck`), { code });

describe('output that cannot be written', () => {
  it('is told once, and makes the command fail', () => {
    const { stdout, told, codes } = outputs();
    stdout.emit('error', failure('ENOSPC'));
    stdout.emit('error', failure('ENOSPC'));
    expect(told).toEqual(['bus: the output cannot be written: ENOSPC: no luck\n']);
    expect(codes).toEqual([1]);
  });

  it('is no failure when its reader has seen enough', () => {
    const { stdout, stderr, told, codes } = outputs();
    stdout.emit('error', failure('EPIPE'));
    stderr.emit('error', failure('EPIPE'));
    expect([told, codes]).toEqual([[], []]);
  });
});

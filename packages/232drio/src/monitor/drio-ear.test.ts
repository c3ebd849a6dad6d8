import { describe, expect, it } from 'vitest';
import { encodeCommand } from '../drio-command.js';
import { dissectDrio } from './dissect-drio.js';
import { drioEar } from './drio-ear.js';

const told = (...bytes: number[]) =>
  drioEar()
    .hear(Uint8Array.from(bytes))
    .map(({ offset, side, bytes: own }) => `${side} ${offset}+${own.length}`);
const read = [...encodeCommand({ kind: 'read', mode: 'normal' })];
const harsh = [...encodeCommand({ kind: 'read', mode: 'harsh' })];

describe('a 232DRIO that is overheard', () => {
  it('is found by its commands, and by answers directly behind a question', () => {
    expect(told(0xff, ...read, 5)).toEqual(['request 1+3', 'response 4+1']);
    expect(told(...harsh, 5, 0xfa)).toEqual(['request 0+3', 'response 3+2']);
    expect(told(...encodeCommand({ kind: 'set', mode: 'harsh', data: 1 }), 5)).toEqual(['request 0+5']);
  });

  it('takes nothing else for an answer', () => {
    expect(told(5)).toEqual([]);
    expect(told(...read, 0x80)).toEqual(['request 0+3']);
    expect(told(...harsh, 5, 0xfb)).toEqual(['request 0+3']);
    expect(told(...read, ...read)).toEqual(['request 0+3', 'request 3+3']);
  });

  it('knows where it stands, in the middle of a command, too', () => {
    const ear = drioEar();
    ear.hear(Uint8Array.of(9, 9, 0x21, 0x30));
    expect(ear.settled).toBe(2);
    ear.silent();
    expect(ear.settled).toBe(4);
  });

  it('is explained byte by byte', () => {
    const set = dissectDrio(Uint8Array.of(0x23, 0x30, 0x53, 1, 0xff), 'request');
    expect(set.fields.map(({ name, value }) => [name, value])).toEqual([
      ['lead', '#'],
      ['address', '0'],
      ['command', 'S'],
      ['relays', 1],
      ['complement', 255],
    ]);
    expect(set.problems).toEqual(['complement: should be 254']);
  });
});

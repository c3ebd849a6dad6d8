import { formatHex } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { decodeCommand, encodeCommand } from '../src/drio-command.js';
import { describeDrioFrame } from '../src/drio-framing.js';
import { RelayMismatchError } from '../src/relay-mismatch-error.js';
import { simulatedDrio } from '../src/simulated-drio.js';
import { CHARACTER, failureOf, scripted } from './bench.js';
import { bytesOf, cuttings, type Vector, vector, vectors } from './vectors.js';

const reads = vectors.filter(({ decoded }) => decoded.kind === 'state');
const sets = vectors.filter(({ decoded }) => decoded.kind === 'none');
const sequences = vectors.filter(({ decoded }) => decoded.kind === 'sequence');
const failures = vectors.filter(({ decoded }) => decoded.error !== undefined && decoded.kind === undefined);

const modeOf = ({ checksum }: Vector) => (checksum ? 'harsh' : 'normal');
const relaysOf = ({ decoded: { relay1, relay2 } }: Vector) => ({ relay1: relay1!, relay2: relay2! });
const stateOf = (read: Vector) => ({ ...relaysOf(read), input: read.decoded.input1Bit === 1 });

/** The pieces of an answer, one every 10 ms. */
const inTime = (pieces: readonly string[]) => pieces.map((piece, index) => [5 + 10 * index, piece] as const);

it('divides the 36 vectors into reads, sets, sequences and failures', () => {
  expect([reads.length, sets.length, sequences.length, failures.length]).toEqual([17, 10, 3, 6]);
});

describe('a client reads', () => {
  it.each(reads)('$name, however the answer is cut', async read => {
    for (const pieces of cuttings(read.response!)) {
      const upperBits = read.name === 'read.dontcare' ? 'ignore' : 'refuse';
      const { clock, peer, client } = scripted({ mode: modeOf(read), upperBits });
      peer.expect(read.request!, ...inTime(pieces));
      expect(await clock.until(client.read())).toEqual(stateOf(read));
      expect(peer.done).toBe(true);
    }
  });

  it('nothing from an answer with bits that mean nothing, unless it is told to ignore them', async () => {
    const { request, response } = vector('read.dontcare');
    const { clock, peer, client } = scripted();
    peer.expect(request!, [5, response!]);
    const error = await clock.until(failureOf(client.read()));
    expect(error.code).toBe('malformed');
    expect(error.hint).toContain('upperBits');
  });
});

describe('a client sets', () => {
  const own = sets.filter(({ request }) => bytesOf(request!)[3]! <= 3);

  it.each(own)('$name with these very bytes', async set => {
    const { clock, peer, client } = scripted({ mode: modeOf(set), verify: false });
    peer.expect(set.request!);
    expect(await clock.until(client.set(relaysOf(set)))).toBe(undefined);
    expect(peer.done).toBe(true);
  });

  it('never any bit but those of the relays', () => {
    expect(sets.filter(set => !own.includes(set)).map(({ name }) => name)).toEqual([
      'set.normal.dontcare',
      'set.inputbit',
    ]);
  });

  it.each(sequences)('and verifies: $name', async ({ decoded: { steps, verified } }) => {
    const [set, , read, answer] = steps!;
    const { clock, peer, client } = scripted({ setRetries: 0 });
    peer.expect(set!.send!).expect(read!.send!, [5, answer!.receive!]);
    const call = client.set({ relay1: false, relay2: true });
    if (verified) expect(await clock.until(call)).toMatchObject({ relay1: false, relay2: true });
    else expect(await clock.until(failureOf(call))).toBeInstanceOf(RelayMismatchError);
    expect(peer.done).toBe(true);
    const [sent, asked] = peer.written.map(([time]) => time);
    expect(asked! - sent!).toBeCloseTo(10 + 4 * CHARACTER);
  });
});

describe('a client fails', () => {
  const codes: Record<string, string> = {
    'neg.complement': 'checksum',
    'neg.harsh.short': 'incomplete-reply',
    'neg.silence': 'no-reply',
    'neg.extra': 'wrong-count',
  };

  it.each(failures.filter(({ name }) => name in codes))('$name, however it is cut', async failure => {
    for (const pieces of failure.response === null ? [[]] : cuttings(failure.response)) {
      const { clock, peer, client } = scripted({ mode: modeOf(failure) });
      peer.expect(failure.request!, ...inTime(pieces));
      const error = await clock.until(failureOf(client.read()));
      expect(error.code).toBe(codes[failure.name]);
      expect(peer.done).toBe(true);
    }
  });

  it('and has no command for what other units or addresses understand', () => {
    const others = failures.filter(({ name }) => !(name in codes));
    expect(others.map(({ name }) => name)).toEqual(['neg.sibling', 'neg.address']);
    for (const { request } of others) expect(decodeCommand(bytesOf(request!))).toBe(undefined);
  });
});

describe('a command', () => {
  it.each([...reads, ...sets])('is read back from its bytes: $name', ({ request }) => {
    const command = decodeCommand(bytesOf(request!))!;
    expect(formatHex(encodeCommand(command))).toBe(request);
  });

  it.each([...reads, ...sets])('is described: $name', read => {
    const { relay1, relay2 } = relaysOf(read);
    const relays = `relay 1 ${relay1 ? 'on' : 'off'}, relay 2 ${relay2 ? 'on' : 'off'}`;
    const how = read.checksum ? ', with complement' : '';
    const what = read.decoded.kind === 'state' ? 'read' : `set ${relays}`;
    expect(describeDrioFrame(bytesOf(read.request!), 'request')).toBe(what + how);
    if (read.response === null) return;
    const others = read.name === 'read.dontcare' ? ', other bits F8' : '';
    const state = `${relays}, input bit ${read.decoded.input1Bit}${others}`;
    expect(describeDrioFrame(bytesOf(read.response), 'response')).toBe(state);
  });

  it('or an answer that is none is shown as it is', () => {
    expect(describeDrioFrame(bytesOf('21 30 52 44'), 'request')).toBe('unknown: 21 30 52 44');
    expect(describeDrioFrame(bytesOf('01 FD'), 'response')).toBe('unknown: 01 FD');
    expect(describeDrioFrame(new Uint8Array(0), 'response')).toBe('unknown: ');
  });
});

describe('a simulated unit', () => {
  /** What it says to a request that comes in these pieces. */
  const say = (unit: ReturnType<typeof simulatedDrio>, pieces: readonly string[]) =>
    pieces.flatMap(piece => [...(unit.answer(bytesOf(piece)) ?? [])]);

  it.each(reads)('answers $name, however it is cut', read => {
    for (const pieces of cuttings(read.request!)) {
      const upperBits = read.name === 'read.dontcare' ? 0xf8 : 0;
      const { input, ...relays } = stateOf(read);
      const unit = simulatedDrio({ clock: new FakeClock(), relays, input, upperBits });
      expect(say(unit, pieces)).toEqual([...bytesOf(read.response!)]);
    }
  });

  it.each(sets)('obeys $name in silence, however it is cut', set => {
    for (const pieces of cuttings(set.request!)) {
      const { relay1, relay2 } = relaysOf(set);
      const unit = simulatedDrio({ clock: new FakeClock(), relays: { relay1: !relay1, relay2: !relay2 } });
      expect(say(unit, pieces)).toEqual([]);
      expect(unit.relays).toEqual({ relay1, relay2 });
    }
  });

  it('says nothing to another address', () => {
    for (const pieces of cuttings(vector('neg.address').request!))
      expect(say(simulatedDrio({ clock: new FakeClock() }), pieces)).toEqual([]);
  });

  it('answers the part of a sibling’s command that it knows, and does not hear the rest', () => {
    const unit = simulatedDrio({ clock: new FakeClock() });
    expect(say(unit, [vector('neg.sibling').request!])).toEqual([0]);
    expect(unit.lostBytes).toBe(1);
  });
});

import { formatHex } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrioClient } from '../src/drio-client.js';
import { CHARACTER, failureOf, HARSH_READ, NORMAL_READ, scripted, simulated } from './bench.js';

const kinds = (trace: readonly { kind: string; bytes: Uint8Array }[]) =>
  trace.map(({ kind, bytes }) => `${kind} ${formatHex(bytes)}`);

describe('a stray byte', () => {
  it('before the command is stale', async () => {
    const { clock, peer, client, trace } = scripted();
    peer.expect(NORMAL_READ, [5, '00']).expect(NORMAL_READ, [5, '02']);
    await clock.until(client.read());
    peer.send('01');
    expect(await clock.until(client.readByte())).toBe(2);
    expect(kinds(trace).slice(2)).toEqual(['stale 01', `request ${NORMAL_READ}`, 'reply 02']);
  });

  it('in front of an answer or behind it spoils the answer', async () => {
    for (const mode of ['normal', 'harsh'] as const) {
      const [read, answer, code] =
        mode === 'harsh' ? [HARSH_READ, '01 FE', 'checksum'] : [NORMAL_READ, '01', 'wrong-count'];
      for (const reaction of [
        [
          [3, '03'],
          [5, answer],
        ],
        [
          [5, answer],
          [24, '03'],
        ],
      ] as const) {
        const { clock, peer, client } = scripted({ mode });
        peer.expect(read, ...reaction);
        expect((await clock.until(failureOf(client.read()))).code).toBe(code);
      }
    }
  });

  it('is forgiven by a further attempt', async () => {
    const { clock, peer, client } = scripted();
    peer.expect(NORMAL_READ, [5, '01 55']).expect(NORMAL_READ, [5, '02']);
    expect(await clock.until(client.readByte({ retries: 1 }))).toBe(2);
    expect(peer.done).toBe(true);
  });

  it('that no unit could send is not taken, and the answer behind it is', async () => {
    const { clock, peer, client, trace } = scripted();
    peer.expect(NORMAL_READ, [5, '55'], [50, '02']);
    expect(await clock.until(client.readByte())).toBe(2);
    expect(kinds(trace).slice(1)).toEqual(['wrong 55', 'reply 02']);
  });

  it('never makes a value in harsh mode, unless a complement follows it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 80 }), async bytes => {
        const { clock, peer, client } = scripted({ mode: 'harsh' });
        peer.expect(HARSH_READ, [5, formatHex(bytes)]);
        const [data, inverse] = bytes;
        const sound = bytes.length === 2 && data! <= 7 && (data! ^ inverse!) === 0xff;
        const outcome = clock.until(client.readByte());
        if (sound) expect(await outcome).toBe(data);
        else expect(await failureOf(outcome)).toHaveProperty('code');
      }),
    );
  });

  it('never makes a value in normal mode, unless it stands alone and could be an answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 80 }),
        fc.integer({ min: 0, max: 19 }),
        async (bytes, pause) => {
          const { clock, peer, client } = scripted();
          const [first, ...others] = formatHex(bytes).split(' ');
          peer.expect(NORMAL_READ, [5, first!]);
          if (others.length > 0) clock.setTimer(() => peer.send(others.join(' ')), 5 + pause);
          const outcome = clock.until(client.readByte());
          if (bytes.length === 1 && bytes[0]! <= 7) expect(await outcome).toBe(bytes[0]);
          else expect(await failureOf(outcome)).toHaveProperty('code');
        },
      ),
    );
  });
});

describe('an echo', () => {
  it('that nobody expects is no answer, and the error says what it is', async () => {
    const { clock, peer, client } = scripted();
    peer.expect(NORMAL_READ, [3, NORMAL_READ], [5, '01']);
    const error = await clock.until(failureOf(client.read()));
    expect(error).toMatchObject({
      code: 'wrong-count',
      facts: { received: new Uint8Array([33, 48, 82, 1]) },
    });
    expect(error.hint).toContain('echo');
  });

  it('alone says that the unit is silent', async () => {
    const { clock, peer, client } = scripted();
    peer.expect(NORMAL_READ, [3, NORMAL_READ]);
    expect((await clock.until(failureOf(client.read()))).hint).toContain('Only the echo');
  });

  it('is taken off when the line is told of it', async () => {
    for (const mode of ['normal', 'harsh'] as const) {
      const [read, set, answer] =
        mode === 'harsh' ? [HARSH_READ, '23 30 53 03 FC', '03 FC'] : [NORMAL_READ, '21 30 53 03', '03'];
      const { clock, peer, client } = scripted({ mode }, { echo: true });
      peer.expect(set, [4, set]).expect(read, [3, read], [5, answer]);
      const state = await clock.until(client.set({ relay1: true, relay2: true }));
      expect(state).toEqual({ relay1: true, relay2: true, input: false });
    }
  });
});

describe('a late answer', () => {
  it('does not answer the next question', async () => {
    const { clock, peer, client, trace } = scripted();
    peer.expect(NORMAL_READ, [200, '01']).expect(NORMAL_READ, [5, '02']);
    const first = failureOf(client.read());
    const second = client.readByte();
    expect((await clock.until(first)).code).toBe('no-reply');
    expect(await clock.until(second)).toBe(2);
    expect(kinds(trace)).toEqual([`request ${NORMAL_READ}`, 'late 01', `request ${NORMAL_READ}`, 'reply 02']);
  });

  it('does not verify a set that came after it was given up', async () => {
    const { clock, peer, client } = scripted({ setRetries: 0 });
    peer.expect(NORMAL_READ, [135, '03']);
    peer.expect('21 30 53 03').expect(NORMAL_READ, [5, '00']);
    expect((await clock.until(failureOf(client.read()))).code).toBe('no-reply');
    const error = await clock.until(failureOf(client.set({ relay1: true, relay2: true })));
    expect(error.name).toBe('RelayMismatchError');
    expect(peer.done).toBe(true);
  });

  it('in the other mode does not answer either', async () => {
    const { clock, peer, line, client } = scripted();
    peer.expect(NORMAL_READ, [200, '01']).expect(HARSH_READ, [5, '02 FD']);
    const first = failureOf(client.read());
    const second = new DrioClient(line, { mode: 'harsh' }).readByte();
    await clock.until(first);
    expect(await clock.until(second)).toBe(2);
    expect(peer.written[1]![0]).toBeGreaterThanOrEqual(200);
  });
});

describe('silence', () => {
  it('of 2 characters, and at least 2 ms, stands before every command', async () => {
    const { clock, peer, client } = scripted({ quiet: 0, verify: false, settle: 0 });
    peer.expect(NORMAL_READ, [5, '00']).expect('21 30 53 01').expect(NORMAL_READ, [10, '01']);
    const calls = [client.read(), client.set({ relay1: true, relay2: false }), client.read()];
    await clock.until(Promise.all(calls));
    const [first, second, third] = peer.written.map(([time]) => time);
    expect(first).toBeCloseTo(2 * CHARACTER);
    expect(second! - first!).toBeCloseTo(5 + 2 * CHARACTER);
    expect(third! - second!).toBeCloseTo(4 * CHARACTER + 2 * CHARACTER);
  });

  it('is as long as it is told', async () => {
    const { clock, peer, client } = scripted({ gap: 30, quiet: 0 });
    peer.expect(NORMAL_READ, [5, '00']).expect(NORMAL_READ, [5, '00']);
    await clock.until(Promise.all([client.read(), client.read()]));
    expect(peer.written[1]![0] - peer.written[0]![0]).toBeCloseTo(35);
  });

  it('never comes between the two characters of an answer', async () => {
    const { clock, peer, client } = scripted({ mode: 'harsh', quiet: 0 });
    peer.expect(HARSH_READ, [5, '05'], [5 + CHARACTER, 'FA']);
    expect(await clock.until(client.readByte())).toBe(5);
  });

  it('of 10 ms follows a set, also for those who only read', async () => {
    const { clock, peer, client } = scripted({ verify: false });
    peer.expect('21 30 53 01').expect(NORMAL_READ, [5, '01']);
    await clock.until(Promise.all([client.set({ relay1: true, relay2: false }), client.read()]));
    expect(peer.written[1]![0] - peer.written[0]![0]).toBeCloseTo(4 * CHARACTER + 10);
  });

  it('keeps a client from speaking to a unit that is deaf', async () => {
    for (const mode of ['normal', 'harsh'] as const) {
      const { clock, unit, client } = await simulated({ mode, quiet: 0, gap: 8 });
      for (let round = 0; round < 5; round += 1) {
        await clock.until(client.read());
        await clock.until(client.relays.set(1, round % 2 === 0));
      }
      expect(unit.lostBytes).toBe(0);
      expect(unit.relays.relay1).toBe(true);
    }
  });

  it('that is too short loses the command, and that is an error', async () => {
    const { clock, unit, client } = await simulated({ mode: 'harsh', quiet: 0, gap: 0 }, { delay: 5 });
    await clock.until(client.read());
    const error = await clock.until(failureOf(client.read()));
    expect(error.code).toBe('no-reply');
    expect(unit.lostBytes).toBe(3);
  });
});

it('a set that broke off is healed by verification, though the unit takes the next command for its data', async () => {
  const { clock, unit, client } = await simulated();
  unit.answer(Uint8Array.of(0x21, 0x30, 0x53));
  const state = await clock.until(client.set({ relay1: false, relay2: true }));
  expect(state).toEqual({ relay1: false, relay2: true, input: false });
  expect(unit.sets).toBe(2);
});

it('a lost connection fails a set with an unknown outcome', async () => {
  const { clock, peer, client } = scripted();
  peer.expect('21 30 53 01');
  clock.setTimer(() => peer.vanish(), 9);
  const error = await clock.until(failureOf(client.set({ relay1: true, relay2: false })));
  expect(error).toMatchObject({ code: 'disconnected', facts: { outcomeUnknown: true } });
});

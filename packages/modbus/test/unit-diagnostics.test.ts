import { describe, expect, it } from 'vitest';
import type { DiagnosticCounter, UnitDiagnostics } from '../src/index.js';
import { FRAMINGS } from './support/framings.js';
import { rejection, scene } from './support/scene.js';

const COUNTERS: [DiagnosticCounter, number][] = [
  ['busMessages', 11],
  ['communicationErrors', 12],
  ['exceptions', 13],
  ['serverMessages', 14],
  ['noResponses', 15],
  ['naks', 16],
  ['busy', 17],
  ['overruns', 18],
];

describe.each(FRAMINGS)('diagnostics, %s', framing => {
  it.each(COUNTERS)('read the counter %s', async (name, sub) => {
    const { clock, peer, unit, adu } = scene(framing);
    peer.expect(adu(1, [8, 0, sub, 0, 0]), [1, adu(1, [8, 0, sub, 0x12, 0x34])]);
    expect(await clock.until(unit().diagnostics.counter(name))).toBe(0x1234);
  });

  it.each<[string, number[], (diagnostics: UnitDiagnostics) => Promise<unknown>]>([
    ['restart', [8, 0, 1, 0, 0], diagnostics => diagnostics.restart()],
    ['restart and clear the log', [8, 0, 1, 255, 0], diagnostics => diagnostics.restart({ clearLog: true })],
    ['change the delimiter', [8, 0, 3, 0x2e, 0], diagnostics => diagnostics.changeDelimiter('.')],
    ['clear the counters', [8, 0, 10, 0, 0], diagnostics => diagnostics.clearCounters()],
    ['clear the overruns', [8, 0, 20, 0, 0], diagnostics => diagnostics.clearOverruns()],
    ['loop back', [8, 0, 0, 0xa5, 0x37], diagnostics => diagnostics.loopBack()],
  ])('%s, and are confirmed by a copy', async (_, pdu, call) => {
    const { clock, peer, unit, adu } = scene(framing);
    peer.expect(adu(1, pdu), [3, adu(1, pdu)]);
    expect(await clock.until(call(unit().diagnostics))).toBeUndefined();
    expect(clock.now()).toBe(3);
  });

  it('read the diagnostic register', async () => {
    const { clock, peer, unit, adu } = scene(framing);
    peer.expect(adu(1, [8, 0, 2, 0, 0]), [1, adu(1, [8, 0, 2, 0xbe, 0xef])]);
    expect(await clock.until(unit().diagnostics.register())).toBe(0xbeef);
  });

  it('await no answer to listen-only mode, nor to the restart that ends it', async () => {
    const { clock, peer, line, unit, adu } = scene(framing);
    peer.expect(adu(1, [8, 0, 4, 0, 0], 0)).expect(adu(1, [8, 0, 1, 0, 0], 1));
    await clock.until(unit().diagnostics.forceListenOnly());
    await clock.until(unit().diagnostics.restart({ listenOnly: true }));
    expect(clock.now()).toBe(200);
    expect(peer.done).toBe(true);
    expect(line.statistics.units.get(1)).toMatchObject({ sent: 2, timeouts: 0, answered: 0 });
  });

  it('wait for the answer to every other restart, and say when it did not come', async () => {
    const { clock, peer, unit, adu } = scene(framing);
    peer.expect(adu(1, [8, 0, 1, 0, 0]));
    const error = await clock.until(rejection(unit().diagnostics.restart()));
    expect(error).toMatchObject({ code: 'no-reply', facts: { outcomeUnknown: true } });
  });
});

describe('diagnostics that go wrong', () => {
  it('are told when the loop back brings other bytes', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [8, 0, 0, 0xa5, 0x37]), [1, adu(1, [8, 0, 0, 0xa5, 0x36])]);
    const error = await clock.until(rejection(unit().diagnostics.loopBack()));
    expect(error).toMatchObject({ code: 'wrong-echo' });
  });

  it('are told when another sub-function answers', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [8, 0, 11, 0, 0]), [1, adu(1, [8, 0, 12, 0, 5])]);
    const error = await clock.until(rejection(unit().diagnostics.counter('busMessages')));
    expect(error).toMatchObject({ code: 'wrong-echo' });
  });

  it('never send a delimiter that would make frames unreadable, nor an odd loop back', async () => {
    const { peer, unit } = scene();
    const { diagnostics } = unit();
    for (const delimiter of ['', 'é', 'A', '7', ':', '\r', 'xy'])
      await expect(diagnostics.changeDelimiter(delimiter)).rejects.toMatchObject({ code: 'bad-argument' });
    for (const length of [0, 1, 3, 252])
      await expect(diagnostics.loopBack(new Uint8Array(length))).rejects.toHaveProperty(
        'code',
        'bad-argument',
      );
    expect(peer.opens).toBe(0);
  });

  it('repeat what only looks, and never what changes something', async () => {
    const { clock, peer, unit, adu } = scene('rtu', { retries: 1 });
    peer
      .expect(adu(1, [8, 0, 11, 0, 0]))
      .expect(adu(1, [8, 0, 11, 0, 0]), [1, adu(1, [8, 0, 11, 0, 9])])
      .expect(adu(1, [8, 0, 10, 0, 0]));
    expect(await clock.until(unit().diagnostics.counter('busMessages'))).toBe(9);
    await clock.until(rejection(unit().diagnostics.clearCounters()));
    expect(peer.done).toBe(true);
  });
});

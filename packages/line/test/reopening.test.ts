import { describe, expect, it } from 'vitest';
import { Line, type StateEvent, TransportError } from '../src/index.js';
import { FakeClock } from '../src/testing.js';
import { rejection, scene } from './scene.js';
import { StrictTransport } from './strict-transport.js';
import { ask, multiplexScene } from './toy-multiplex.js';
import { read, write } from './toy-protocol.js';

const gone = () => new TransportError('open-failed', 'gone');

describe('a line that is closed', () => {
  it('stays closed when a listener closes it at its loss', async () => {
    const { clock, peer, line } = scene();
    line.on('state', ({ state }) => {
      if (state === 'lost') void line.close();
    });
    await line.open();
    peer.vanish();
    expect([line.state, clock.pending]).toEqual(['closed', 0]);
    await clock.advance(1000);
    expect([line.state, peer.opens]).toEqual(['closed', 1]);
  });

  it('stays closed when a listener closes it at an attempt that failed', async () => {
    const { clock, peer, line } = scene();
    let losses = 0;
    line.on('state', ({ state }) => {
      if (state === 'lost' && ++losses === 2) void line.close();
    });
    await line.open();
    peer.refuseOpen = gone();
    peer.vanish();
    await clock.advance(150);
    peer.refuseOpen = undefined;
    await clock.advance(1000);
    expect([line.state, peer.opens, clock.pending]).toEqual(['closed', 2, 0]);
  });

  it('stays closed when a listener had tried to open it at its loss', async () => {
    const { clock, peer, line } = scene();
    await line.open();
    let first = true;
    line.on('state', ({ state }) => {
      if (state !== 'lost' || !first) return;
      first = false;
      line.open().catch(() => undefined);
    });
    peer.refuseOpen = gone();
    peer.vanish();
    await clock.advance(10);
    await line.close();
    expect(clock.pending).toBe(0);
    peer.refuseOpen = undefined;
    await clock.advance(1000);
    expect([line.state, peer.opens]).toEqual(['closed', 2]);
  });

  it('stays closed when rubbish of more than one window had ended it', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = () => undefined;
    const call = rejection(line.exchange(ask(1, 7)));
    await clock.advance(1);
    peer.send(new Uint8Array(16_384).fill(0xee));
    await call;
    await line.close();
    expect([clock.pending, line.statistics.losses]).toEqual([0, 1]);
    await clock.advance(1000);
    expect([line.state, peer.opens]).toEqual(['closed', 1]);
  });

  it.each(['read', 'write'] as const)('ends a %s that waited for it to open', async kind => {
    const clock = new FakeClock();
    const transport = new StrictTransport(clock);
    const line = new Line(transport, { clock });
    const opened = line.open();
    const call = rejection(line.exchange(kind === 'read' ? read(1, 7) : write(1, 7, 5)));
    await opened;
    const closing = line.close();
    await clock.advance(10);
    await closing;
    expect(await clock.until(call)).toMatchObject({ code: 'closed' });
    await clock.advance(5000);
    expect([line.state, transport.opens, transport.strays, clock.pending]).toEqual(['closed', 1, [], 0]);
  });

  it('ends a call when a listener closes it as soon as it is open', async () => {
    const clock = new FakeClock();
    const transport = new StrictTransport(clock);
    const line = new Line(transport, { clock });
    let opened = 0;
    line.on('state', ({ state }) => {
      if (state === 'open' && ++opened === 1) void line.close();
    });
    const call = rejection(line.exchange(read(1, 7)));
    await clock.advance(5000);
    expect(await call).toMatchObject({ code: 'closed' });
    expect([line.state, transport.opens, transport.strays, clock.pending]).toEqual(['closed', 1, [], 0]);
  });
});

describe('a line', () => {
  it('can be opened while an attempt that was overtaken by its closing is still under way', async () => {
    const { clock, peer, line } = multiplexScene();
    let go: () => void = () => undefined;
    peer.holdOpen = new Promise(resolve => {
      go = resolve;
    });
    const first = rejection(line.open());
    await clock.advance(1);
    const closing = line.close();
    const second = line.open();
    await clock.advance(1);
    peer.holdOpen = undefined;
    go();
    await closing;
    expect(await first).toMatchObject({ code: 'closed' });
    await second;
    expect(line.state).toBe('open');
    await line.close();
  });

  it.each(['closed', 'lost'] as const)('is opened when a listener asks for it at `%s`', async when => {
    const clock = new FakeClock();
    const transport = new StrictTransport(clock);
    const line = new Line(transport, { clock });
    await line.open();
    let result: Promise<void> | undefined;
    line.on('state', ({ state }) => {
      if (state === when) result ??= line.open();
    });
    if (when === 'lost') {
      transport.failWrites = true;
      void rejection(line.exchange(write(1, 7, 5)));
    } else void line.close();
    await clock.advance(50);
    await result;
    expect(line.state).toBe('open');
  });

  it('is opened once when a listener asks for it as well', async () => {
    const clock = new FakeClock();
    const transport = new StrictTransport(clock);
    const line = new Line(transport, { clock });
    line.on('state', ({ state }) => {
      if (state === 'opening') line.open().catch(() => undefined);
    });
    await line.open();
    expect([line.state, transport.opens]).toEqual(['open', 1]);
  });

  it('is tried again after a loss that overtook its opening', async () => {
    const { clock, peer, line } = scene();
    const open = peer.open.bind(peer);
    const close = peer.close.bind(peer);
    peer.close = () => new Promise(resolve => clock.setTimer(() => resolve(close()), 500));
    let bad = 1;
    peer.open = async sink => {
      await open(sink);
      // The peer accepts and resets at once.
      if (bad-- > 0) peer.vanish(new Error('reset'));
    };
    const states: StateEvent['state'][] = [];
    line.on('state', ({ state }) => states.push(state));
    line.open().catch(() => undefined);
    await clock.advance(60_000);
    expect(states).toEqual(['opening', 'lost', 'opening', 'open']);
  });
});

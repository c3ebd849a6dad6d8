import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { TransportError } from '../src/index.js';
import { scene } from './scene.js';
import { hex, read } from './toy-protocol.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of the heap that are in use after a garbage collection. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it('leaves no timer, waiting call or memory behind when the port is lost and found 10 000 times', async () => {
  const { clock, peer, line, trace } = scene({ onLoss: 'hold', reconnect: { min: 10, max: 20 } });
  const states = { lost: 0, open: 0 };
  line.on('state', ({ state }) => {
    if (state === 'lost' || state === 'open') states[state] += 1;
  });
  const heaps: number[] = [];
  for (let loss = 0; loss < 10_000; loss += 1) {
    if (loss > 0 && loss % 2000 === 0) heaps.push(heap());
    const address = loss % 200;
    peer.expect(hex(1, 3, address, 1), [1, hex(1, 3, 1, address)]);
    expect(await clock.until(line.exchange(read(1, address)))).toEqual([address]);
    if (loss % 3 === 0) peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    if (loss % 3 === 0) await clock.advance(12);
    peer.refuseOpen = undefined;
    expect(clock.pending).toBe(1);
    // What the test itself keeps is not what the line does.
    trace.length = 0;
    peer.written.length = 0;
  }
  // What a leak adds it adds to each 2000 losses; what compiling and the like add they add to some.
  const growths = [...heaps.slice(1), heap()].map((after, index) => after - heaps[index]!);
  expect(growths).toHaveLength(4);
  expect(Math.min(...growths)).toBeLessThan(125_000);
  expect([line.statistics.losses, line.waiting]).toEqual([10_000, 0]);
  expect(states.open).toBe(10_000);
  await line.close();
  expect(clock.pending).toBe(0);
}, 60_000);

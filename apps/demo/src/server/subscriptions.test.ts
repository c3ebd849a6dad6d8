import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TraceLine } from '../protocol/index.js';
import { hubScene } from './hub.fixture.js';
import { MAX_SUBSCRIPTIONS } from './subscriptions.js';

let scene: ReturnType<typeof hubScene>;
beforeEach(() => {
  scene = hubScene();
});
afterEach(() => scene.close());

const read = () => scene.call('modbus.read', { line: 'rs485', unit: 1, address: 289 });

describe('a subscription', () => {
  it('to values tells the last known ones after its answer, and then each reading', async () => {
    const { subscription } = await scene.begin('subscribe', { topic: 'values' });
    expect(scene.told).toEqual([]);
    await scene.clock.advance(0);
    const ids = () => scene.told.map(({ params }) => params.instrument);
    expect(ids()).toEqual(['on-rs485', 'on-cable']);
    for (const watcher of scene.board.watchers) watcher({ instrument: 'on-cable', values: { point: 5 } });
    expect(scene.told[2]).toEqual({
      topic: 'values',
      params: { subscription, instrument: 'on-cable', values: { point: 5 } },
    });
  });

  it('to the values of a line tells of no others', async () => {
    await scene.call('subscribe', { topic: 'values', line: 'cable' });
    await scene.clock.advance(0);
    for (const watcher of scene.board.watchers) {
      watcher({ instrument: 'on-rs485', values: {} });
      watcher({ instrument: 'on-cable', values: {} });
    }
    expect(scene.told.map(({ params }) => params.instrument)).toEqual(['on-cable', 'on-cable']);
  });

  it('to the trace tells the latest frames and then all others, each once', async () => {
    await read();
    const early = scene.enter('early');
    await early.call('subscribe', { topic: 'trace', line: 'rs485' });
    await scene.clock.advance(0);
    await read();
    // A batch is being gathered for the other one while this one begins.
    await scene.call('subscribe', { topic: 'trace', line: 'rs485' });
    await read();
    await scene.clock.advance(1000);
    for (const told of [early.told, scene.told]) {
      expect(told.every(({ topic, params }) => topic === 'trace' && params.line === 'rs485')).toBe(true);
      const frames = told.flatMap(({ params }) => params.frames as TraceLine[]);
      expect(frames.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it('to the trace comes in pieces that are not too long', async () => {
    for (let call = 0; call < 60; call += 1) await read();
    await scene.call('subscribe', { topic: 'trace', line: 'rs485' });
    await scene.clock.advance(0);
    expect(scene.told.map(({ params }) => (params.frames as TraceLine[]).length)).toEqual([50, 50, 20]);
  });

  it('to the trace needs a line that there is', async () => {
    await expect(scene.call('subscribe', { topic: 'trace' })).rejects.toMatchObject({ code: -32602 });
    const unknown = scene.call('subscribe', { topic: 'trace', line: 'x' });
    await expect(unknown).rejects.toMatchObject({ code: -32005 });
  });

  it('to the lines tells their state, and each change', async () => {
    await scene.call('subscribe', { topic: 'lines' });
    await scene.call('subscribe', { topic: 'lines', line: 'rs485' });
    await scene.clock.advance(0);
    const said = () => scene.told.map(({ params }) => `${params.subscription} ${params.id} ${params.state}`);
    expect(said()).toEqual(['1 rs485 open', '1 cable open', '1 ascii open', '1 tcp open', '2 rs485 open']);
    scene.virtual.cut();
    expect(said().slice(5)).toEqual(['1 rs485 lost', '2 rs485 lost']);
  });

  it('ends when it is ended, even before it has begun', async () => {
    const first = await scene.begin('subscribe', { topic: 'lines' });
    await scene.call('unsubscribe', first);
    await scene.clock.advance(0);
    expect(scene.told).toEqual([]);
    const second = await scene.begin('subscribe', { topic: 'values' });
    await scene.clock.advance(0);
    await scene.call('unsubscribe', second);
    expect(scene.board.watchers.size).toBe(0);
    await expect(scene.call('unsubscribe', second)).rejects.toMatchObject({ code: -32005 });
  });

  it('ends when its caller leaves, and nothing of it is left', async () => {
    for (const topic of ['values', 'lines'] as const) await scene.begin('subscribe', { topic });
    await scene.begin('subscribe', { topic: 'trace', line: 'rs485' });
    await scene.clock.advance(0);
    expect(scene.board.watchers.size).toBe(1);
    await scene.begin('subscribe', { topic: 'trace', line: 'cable' });
    const { length } = scene.told;
    scene.visit.leave();
    expect(scene.board.watchers.size).toBe(0);
    expect(scene.clock.pending).toBe(0);
    scene.virtual.cut();
    expect(scene.told).toHaveLength(length);
  });

  it('is one of a few', async () => {
    for (let count = 0; count < MAX_SUBSCRIPTIONS; count += 1)
      await scene.begin('subscribe', { topic: 'lines' });
    await expect(scene.begin('subscribe', { topic: 'lines' })).rejects.toMatchObject({ code: -32602 });
    await scene.begin('unsubscribe', { subscription: 3 });
    await expect(scene.begin('subscribe', { topic: 'lines' })).resolves.toEqual({ subscription: 17 });
  });
});

import { describe, expect, it } from 'vitest';
import type { GatewayOptions } from '../src/gateway/index.js';
import { gatewayScene } from './support/gateway-scene.js';

const read = [3, 0, 0, 0, 1];
const write = [6, 0, 0, 0, 1];
const mask = [22, 0, 4, 0, 0xf2, 0, 0x25];
const scene = (options: Partial<GatewayOptions>) =>
  gatewayScene(
    { a: { devices: ({ pdu }) => (pdu[0] === 3 ? [3, 2, 0, 7] : [...pdu]) } },
    [{ units: [1, 9], port: 'a' }],
    options,
  );

describe('read-only', () => {
  it('lets through what changes nothing, and answers everything else with exception 1', async () => {
    const { client, peers, outcomes } = scene({ readOnly: true });
    const scada = await client();
    expect(await scada.ask(1, ...read)).toEqual([3, 2, 0, 7]);
    expect(await scada.ask(1, 8, 0, 0, 1, 2)).toEqual([8, 0, 0, 1, 2]);
    expect(await scada.ask(1, ...write)).toEqual([0x86, 1]);
    expect(await scada.ask(1, ...mask)).toEqual([0x96, 1]);
    expect(await scada.ask(1, 8, 0, 1, 0, 0)).toEqual([0x88, 1]);
    expect(await scada.ask(1, 0x41, 5)).toEqual([0xc1, 1]);
    expect(outcomes()).toEqual(['answered', 'answered', 'denied', 'denied', 'denied', 'denied']);
    expect(peers.a!.heard).toHaveLength(2);
  });

  it('answers with the exception that it is told to', async () => {
    const { client } = scene({ readOnly: true, refusal: 4 });
    expect(await (await client()).ask(1, ...write)).toEqual([0x86, 4]);
  });
});

describe('rules', () => {
  it('allow what one of them allows: clients, units, functions, and writes', async () => {
    const { client } = scene({
      access: [
        { clients: address => address === '10.0.0.7', units: [[1, 2], 5] },
        { units: [3], functions: [3] },
        { units: [4], readOnly: true },
      ],
    });
    const [known, stranger] = [await client('10.0.0.7:4001'), await client('10.0.0.70:4001')];
    expect((await known.ask(1, ...write))?.[0]).toBe(6);
    expect((await known.ask(5, ...write))?.[0]).toBe(6);
    expect((await stranger.ask(1, ...read))?.[0]).toBe(0x83);
    expect((await stranger.ask(3, ...read))?.[0]).toBe(3);
    expect((await stranger.ask(3, ...write))?.[0]).toBe(0x86);
    expect((await stranger.ask(4, ...read))?.[0]).toBe(3);
    expect((await stranger.ask(4, ...write))?.[0]).toBe(0x86);
  });

  it('see the role in the certificate', async () => {
    const { client } = scene({ access: [{ readOnly: true }, { roles: ['operator'] }] });
    const operator = await client('a:1', { role: 'operator' });
    const guest = await client('b:1');
    expect((await operator.ask(1, ...write))?.[0]).toBe(6);
    expect((await guest.ask(1, ...write))?.[0]).toBe(0x86);
    expect((await guest.ask(1, ...read))?.[0]).toBe(3);
  });

  it('allow nothing when there are none', async () => {
    const { client, outcomes } = scene({ access: [] });
    expect(await (await client()).ask(1, ...read)).toEqual([0x83, 1]);
    expect(outcomes()).toEqual(['denied']);
  });

  it('are refused when they are out of range', () => {
    expect(() => scene({ access: [{ functions: [128] }] })).toThrow(/function code/);
    expect(() => scene({ access: [{ units: [[9, 1]] }] })).toThrow(/units 9 to 1/);
    expect(() => scene({ refusal: 0 })).toThrow(/refusal/);
  });
});

it('a listener that makes a mistake disturbs no request', async () => {
  const errors: unknown[] = [];
  const { client } = scene({
    onRequest: () => {
      throw new Error('mine');
    },
    onError: error => errors.push(error),
  });
  expect(await (await client()).ask(1, ...read)).toEqual([3, 2, 0, 7]);
  expect(errors).toMatchObject([{ message: 'mine' }]);
});

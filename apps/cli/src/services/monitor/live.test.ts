import { Line } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import { temperatureController, VirtualLine } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { monitor } from './monitor.js';
import type { MonitorStreamEvent } from './monitor-events.js';

describe('a monitor on a live line', () => {
  it('hears others, pairs them, and sends nothing', async () => {
    // Bytes take no time, so that the answer is never late, however long the machine stands still.
    const virtual = new VirtualLine();
    virtual.attach(temperatureController({ unit: 5 }));
    const listener = virtual.transport();
    const sent: Uint8Array[] = [];
    const counting = {
      get medium() {
        return listener.medium;
      },
      open: listener.open.bind(listener),
      close: () => listener.close(),
      write: (bytes: Uint8Array) => {
        sent.push(bytes);
        return listener.write(bytes);
      },
    };
    const stop = new AbortController();
    const client = new ModbusClient(new Line(virtual.transport(), { timeout: 300, retries: 0 }));
    const events: MonitorStreamEvent[] = [];
    const context = { signal: stop.signal, env: {}, cwd: '/', makeTransport: () => counting };
    for await (const event of monitor({ port: '/dev/ttyS9', answerWithin: 200 }, context)) {
      events.push(event);
      if (event.event === 'line' && event.state === 'open')
        void client
          .unit(5)
          .readRegister(24)
          .catch(() => undefined);
      if (event.event === 'answer')
        void client
          .unit(6)
          .readRegister(24)
          .catch(() => undefined);
      if (event.event === 'unanswered') stop.abort();
    }
    await client.close();
    expect(events.map(({ event }) => event).filter(event => event !== 'line')).toEqual([
      'request',
      'answer',
      'request',
      'unanswered',
      'summary',
    ]);
    expect(events.find(({ event }) => event === 'answer')).toMatchObject({
      unit: 5,
      meaning: 'unit 5, 1 register: 800',
    });
    expect(sent).toEqual([]);
  });
});

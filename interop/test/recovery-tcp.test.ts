import { setTimeout as wait } from 'node:timers/promises';
import { connect, type OpenOptions } from '@bus/modbus/node';
import { describe, expect, it } from 'vitest';
import { Load } from '../support/load.ts';
import { OwnServer } from '../support/own-server.ts';

const RESTARTS = 50;

/** Asks a server that is restarted again and again. */
async function restarted(scheme: string, onLoss: OpenOptions['onLoss']) {
  const server = await OwnServer.open(`${scheme}://127.0.0.1:0`);
  const client = await connect(server.url, {
    timeout: 200,
    retries: 20,
    // A server that is gone answers nothing late.
    lateWindow: 20,
    reconnect: { min: 10, max: 50 },
    onLoss,
  });
  try {
    const load = Load.start(client.unit(1));
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      await load.answers(20);
      await server.stop();
      await wait((restart % 5) * 15);
      await server.start();
    }
    await load.answers(20);
    await load.stop();
    return { load, state: client.line.state };
  } finally {
    await client.close();
    await server.dispose();
  }
}

describe.each(['tcp', 'rtu+tcp'])(`a server on %s that is restarted ${RESTARTS} times under load`, scheme => {
  it('is found again each time, and no value is wrong', async () => {
    const { load, state } = await restarted(scheme, 'fail');
    expect({ wrong: load.wrong, state }).toEqual({ wrong: [], state: 'open' });
    for (const { code } of [...load.failedReads, ...load.failedWrites])
      expect(['disconnected', 'open-failed', 'write-failed']).toContain(code);
  });

  it('costs held calls nothing but time, and writes under way at the loss are told as unknown', async () => {
    const { load } = await restarted(scheme, 'hold');
    expect({ wrong: load.wrong, failedReads: load.failedReads }).toEqual({ wrong: [], failedReads: [] });
    expect(load.failedWrites.filter(({ facts }) => facts.outcomeUnknown !== true)).toEqual([]);
    // One write at most is under way at each loss; where the machine stands still, others are not answered in time.
    const lost = load.failedWrites.filter(({ code }) => code !== 'no-reply');
    expect(lost.length).toBeLessThanOrEqual(RESTARTS);
  });
});

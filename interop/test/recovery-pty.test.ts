import { setTimeout as wait } from 'node:timers/promises';
import type { BusError } from '@bus/line';
import { connect, type OpenOptions } from '@bus/modbus/node';
import { expect, it } from 'vitest';
import { Load } from '../support/load.ts';
import { OwnServer } from '../support/own-server.ts';
import { PtyPair } from '../support/pty.ts';
import { describeWith } from './describe-with.ts';

const REMOVALS = 50;

/** Asks on a port that is pulled out and put back again and again. */
async function pulledOut(onLoss: OpenOptions['onLoss']) {
  const cable = await PtyPair.open();
  const server = await OwnServer.open(`rtu:${cable.theirs}?baudRate=115200`);
  const client = await connect(cable.ours, {
    baudRate: 115_200,
    timeout: 150,
    retries: 40,
    reconnect: { min: 10, max: 50 },
    onLoss,
  });
  try {
    const load = Load.start(client.unit(1));
    for (let removal = 0; removal < REMOVALS; removal += 1) {
      await load.answers(12);
      await cable.unplug();
      await wait((removal % 5) * 20);
      await cable.plugIn();
    }
    await load.answers(12);
    await load.stop();
    return { load, losses: client.line.statistics.losses, state: client.line.state };
  } finally {
    await client.close();
    await server.dispose();
    await cable.dispose();
  }
}

const unknown = ({ facts }: BusError) => facts.outcomeUnknown === true;
const codes = (errors: readonly BusError[]) => new Set(errors.map(({ code }) => code));

describeWith(['socat'], `a port that is pulled out ${REMOVALS} times under load`, () => {
  it('brings no wrong value, and calls fail at once while it is away', async () => {
    const { load, losses, state } = await pulledOut('fail');
    expect({ wrong: load.wrong, losses, state }).toEqual({ wrong: [], losses: REMOVALS, state: 'open' });
    const failures = codes([...load.failedReads, ...load.failedWrites]);
    expect(failures.size).toBeGreaterThan(0);
    for (const code of failures)
      expect(['disconnected', 'open-failed', 'no-reply', 'write-failed']).toContain(code);
  });

  it('brings no wrong value and no failure where calls are held, but of writes that were under way', async () => {
    const { load, losses } = await pulledOut('hold');
    expect({ wrong: load.wrong, failedReads: load.failedReads, losses }).toEqual({
      wrong: [],
      failedReads: [],
      losses: REMOVALS,
    });
    expect(load.failedWrites.filter(error => !unknown(error))).toEqual([]);
    // One write at most is under way at each loss; others may arrive before the server has opened its end again.
    const lost = load.failedWrites.filter(({ code }) => code !== 'no-reply');
    expect(lost.length).toBeLessThanOrEqual(REMOVALS);
  });

  it('drops reads and keeps writes where only those are held', async () => {
    const { load, losses } = await pulledOut('hold-writes');
    expect({ wrong: load.wrong, losses }).toEqual({ wrong: [], losses: REMOVALS });
    expect(load.failedReads.length).toBeGreaterThan(0);
    expect(load.failedWrites.filter(error => !unknown(error))).toEqual([]);
  });
});

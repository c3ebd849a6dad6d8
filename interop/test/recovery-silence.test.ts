import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, type ModbusClient, type OpenOptions } from '@bus/modbus/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Load } from '../support/load.ts';
import { OwnServer, WRITTEN } from '../support/own-server.ts';
import { PATIENCE, soon } from '../support/patience.ts';
import { SilentProxy } from '../support/silent-proxy.ts';
import { valueAt } from '../support/values.ts';

describe.each(['tcp', 'rtu+tcp'])(
  'our client on %s, when nobody tells it that the connection is dead',
  scheme => {
    let server: OwnServer;
    let proxy: SilentProxy;
    let client: ModbusClient | undefined;

    beforeEach(async () => {
      server = await OwnServer.open(`${scheme}://127.0.0.1:0`);
      proxy = await SilentProxy.open(server.port);
    });
    afterEach(async () => {
      await client?.close();
      await proxy.dispose();
      await server.dispose();
    });

    async function ask(options: OpenOptions) {
      client = await connect(`${scheme}://127.0.0.1:${proxy.port}`, {
        reconnect: { min: 10, max: 50 },
        ...options,
      });
      return client.unit(1);
    }

    it('finds an idle connection that was forgotten at the next read, and repeats that on a fresh one', async () => {
      const unit = await ask({ timeout: 3000, stale: { idle: 300 } });
      expect(await unit.readRegister(1)).toBe(valueAt.holding(1));
      proxy.forget();
      await wait(350);
      expect(await unit.readRegister(2)).toBe(valueAt.holding(2));
      expect([proxy.accepted, client!.line.statistics.losses]).toEqual([2, 1]);
    });

    it('does not repeat a write there, says that its outcome is unknown, and carries the next one out', async () => {
      const unit = await ask({ timeout: 3000, stale: { idle: 300 } });
      proxy.forget();
      await wait(350);
      await expect(unit.writeRegister(WRITTEN, 1)).rejects.toMatchObject({
        code: 'no-reply',
        facts: { outcomeUnknown: true },
      });
      await unit.writeRegister(WRITTEN, 2);
      expect(server.bank.holdingRegisters.get(WRITTEN)).toBe(2);
      expect(proxy.accepted).toBe(2);
    });

    it('loses no read and no value when connections are forgotten under load', async () => {
      const unit = await ask({ timeout: 300, retries: 20 });
      const load = Load.start(unit);
      for (let time = 1; time <= 5; time += 1) {
        await load.answers(20);
        const before = proxy.accepted;
        proxy.forget();
        await vi.waitFor(() => expect(proxy.accepted).toBeGreaterThan(before), soon);
      }
      await load.answers(20);
      await load.stop();
      expect({ wrong: load.wrong, failedReads: load.failedReads }).toEqual({ wrong: [], failedReads: [] });
      expect(load.failedWrites.filter(({ facts }) => facts.outcomeUnknown !== true)).toEqual([]);
    });

    it('ends each call in time at a server that accepts and never answers, and tries less and less often', async () => {
      proxy.mode = 'swallow';
      const unit = await ask({ timeout: 20, retries: 0 });
      const errors: unknown[] = [];
      for (let call = 0; call < 50; call += 1) errors.push(await unit.readRegister(1).catch(error => error));
      for (const error of errors) expect(error).toMatchObject({ code: 'no-reply' });
      // After 3, 6, 12 and 24 questions.
      await vi.waitFor(() => expect(proxy.accepted).toBe(5), soon);
      proxy.mode = 'forward';
      // The connection that there is was swallowed, and the one after it is answered.
      const value = await vi.waitFor(
        () => unit.readRegister(1, { timeout: proxy.accepted === 5 ? 20 : PATIENCE }),
        { ...soon, interval: 1 },
      );
      expect(value).toBe(valueAt.holding(1));
    });

    it('does not hammer at a server that accepts connections only to end them', async () => {
      proxy.mode = 'hang-up';
      // What such a server has been asked it never answers.
      const unit = await ask({
        timeout: PATIENCE,
        lateWindow: 0,
        retries: 0,
        reconnect: { min: 50, max: 10_000 },
      });
      const end = performance.now() + 1500;
      while (performance.now() < end) {
        await expect(unit.readRegister(1)).rejects.toMatchObject({ name: 'TransportError' });
        await wait(2);
      }
      expect(proxy.accepted).toBeLessThan(12);
      proxy.mode = 'forward';
      const value = await vi.waitFor(() => unit.readRegister(1), soon);
      expect(value).toBe(valueAt.holding(1));
    });

    it.runIf(process.platform === 'linux')('lets the system probe an idle connection', async () => {
      await ask({});
      const local = proxy.port.toString(16).toUpperCase().padStart(4, '0');
      const ours = readFileSync('/proc/net/tcp', 'utf8')
        .split('\n')
        .map(line => line.trim().split(/\s+/))
        .find(fields => fields[2]?.endsWith(`:${local}`) && fields[3] === '01');
      // The timer that runs on the socket: 2 is keep-alive, of 10 seconds.
      const [kind, hundredths] = ours![5]!.split(':');
      expect(Number(kind)).toBe(2);
      expect(Number.parseInt(hundredths!, 16)).toBeLessThanOrEqual(1000);
    });
  },
);

import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { RpcCode } from '../protocol/index.js';
import { FakeServer } from './fake-server.fixture.js';
import { RemoteBus } from './remote-bus.js';

async function bench() {
  const clock = new FakeClock();
  const server = new FakeServer();
  const bus = new RemoteBus(server.connector, { clock });
  const open = async (): Promise<void> => {
    server.latest.open();
    server.latest.answer({});
    await clock.advance(0);
  };
  const started = async (subscription: number): Promise<void> => {
    server.latest.answer({ subscription });
    await clock.advance(0);
  };
  const notify = (subscription: number, instrument: string): void =>
    server.latest.says({
      jsonrpc: '2.0',
      method: 'values',
      params: { subscription, instrument, values: {} },
    });
  const heard: string[] = [];
  const listen = () => bus.subscribe('values', {}, ({ instrument }) => heard.push(instrument));
  return { clock, server, bus, open, started, notify, heard, listen };
}

describe('a subscription', () => {
  it('begins when the connection stands, and hears what is meant for it', async () => {
    const { server, open, started, notify, heard, listen } = await bench();
    listen();
    await open();
    expect(server.latest.last).toMatchObject({ method: 'subscribe', params: { topic: 'values' } });
    await started(3);
    notify(3, 'oven');
    notify(4, 'other');
    expect(heard).toEqual(['oven']);
  });

  it('hears what overtook the answer that it began', async () => {
    const { open, started, notify, heard, listen } = await bench();
    await open();
    listen();
    notify(3, 'first');
    notify(9, 'not ours');
    expect(heard).toEqual([]);
    await started(3);
    notify(3, 'second');
    expect(heard).toEqual(['first', 'second']);
  });

  it('begins anew on every connection', async () => {
    const { clock, server, open, started, notify, heard, listen } = await bench();
    await open();
    listen();
    await started(3);
    server.latest.fail('reset');
    await clock.advance(5000);
    await open();
    notify(3, 'a number of the old connection');
    await started(1);
    notify(3, 'a number of the old connection');
    notify(1, 'new');
    expect(heard).toEqual(['new']);
  });

  it('is not refused by a connection that is lost before the server answers', async () => {
    const { clock, server, bus, open, started, notify } = await bench();
    const heard: string[] = [];
    await open();
    bus.subscribe(
      'values',
      {},
      ({ instrument }) => heard.push(instrument),
      ({ message }) => heard.push(message),
    );
    server.latest.fail('reset');
    await clock.advance(5000);
    await open();
    await started(1);
    notify(1, 'oven');
    expect(heard).toEqual(['oven']);
  });

  it('ends, at the server too', async () => {
    const { server, open, started, notify, heard, listen } = await bench();
    await open();
    const end = listen();
    await started(3);
    end();
    end();
    notify(3, 'late');
    expect(heard).toEqual([]);
    expect(server.latest.methods).toEqual(['server.info', 'subscribe', 'unsubscribe']);
    expect(server.latest.last.params).toEqual({ subscription: 3 });
  });

  it('ends as soon as its number is known, when it ends before', async () => {
    const { server, open, started, notify, heard, listen } = await bench();
    await open();
    listen()();
    notify(3, 'late');
    await started(3);
    expect(server.latest.last).toMatchObject({ method: 'unsubscribe', params: { subscription: 3 } });
    expect(heard).toEqual([]);
  });

  it('that ended is not begun on the next connection', async () => {
    const { clock, server, open, started, listen } = await bench();
    await open();
    const end = listen();
    await started(3);
    server.latest.fail('reset');
    end();
    await clock.advance(5000);
    await open();
    expect(server.latest.methods).toEqual(['server.info']);
  });

  it('says when the server does not want it', async () => {
    const { clock, server, bus, open } = await bench();
    await open();
    const errors: number[] = [];
    bus.subscribe(
      'trace',
      { line: 'nowhere' },
      () => undefined,
      ({ code }) => errors.push(code),
    );
    server.latest.refuse(RpcCode.NOT_FOUND, 'there is no line nowhere');
    await clock.advance(5000);
    expect(errors).toEqual([RpcCode.NOT_FOUND]);
    expect(server.latest.methods).toEqual(['server.info', 'subscribe']);
  });

  it('is tried again when the server had no time for it', async () => {
    const { clock, server, open, started, notify, heard, listen } = await bench();
    await open();
    listen();
    server.latest.refuse(RpcCode.TOO_FAST, 'slow down');
    await clock.advance(1000);
    await started(2);
    notify(2, 'oven');
    expect(server.latest.methods).toEqual(['server.info', 'subscribe', 'subscribe']);
    expect(heard).toEqual(['oven']);
  });
});

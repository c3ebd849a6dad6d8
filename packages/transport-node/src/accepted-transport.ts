import type { Socket } from 'node:net';
import { type Transport, TransportError } from '@bus/line';
import { AcceptedChannel, type WriteLimits } from './accepted-channel.js';
import { ChannelTransport } from './channel-transport.js';
import type { Connection } from './connection.js';

/** The transport of an accepted connection. It can be opened once. */
export function acceptedTransport(
  kind: string,
  socket: Socket,
  connection: Connection,
  limits: WriteLimits,
): Transport {
  const name = `${kind} from ${connection.peer}`;
  const channel = new AcceptedChannel(socket, connection, limits);
  let state: 'waiting' | 'taken' | 'discarded' = 'waiting';
  const connect = async (): Promise<AcceptedChannel> => {
    if (state === 'waiting') {
      state = 'taken';
      return channel;
    }
    throw new TransportError('open-failed', `${name} was an accepted connection and cannot be opened again`, {
      facts: { medium: name },
      hint: 'Wait until the peer connects anew.',
    });
  };
  const discard = async (): Promise<void> => {
    if (state === 'taken') return;
    state = 'discarded';
    await channel.release();
  };
  return new ChannelTransport({ name, characterTime: 0 }, connect, discard);
}

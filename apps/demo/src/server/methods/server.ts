import type { HandlersOf } from './handler.js';

/** What concerns the server itself. */
export const serverMethods: HandlersOf<'authenticate' | 'server.info'> = {
  // Who comes here has passed the door, which looks at tokens: where it wants none, every token is right.
  authenticate: () => ({ ok: true }),

  'server.info': (_, { version, lines, clients, now }) => ({
    name: 'bus demo',
    version,
    simulated: [...lines.values()].every(({ info }) => info.simulated),
    clients: clients(),
    time: now(),
  }),
};

import { readServerMessage } from '../../../apps/demo/dist/client/read-server-message.js';
import { must } from '../oracle.js';
import { type Target, textOf } from '../target.js';

export const target: Target = {
  name: 'server-messages',
  promise: "what the demo's client takes for a message of its server has the form of one",
  longest: 200,
  words: [
    '{"jsonrpc":"2.0"',
    ',"id":1',
    ',"result":',
    ',"error":{"code":-1,"message":"x"}',
    ',"method":"trace"',
    ',"params":{}',
    '}',
    'null',
    '[]',
    '__proto__',
  ],
  seeds: [
    '{"jsonrpc":"2.0","id":1,"result":{}}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}',
    '{"jsonrpc":"2.0","method":"trace","params":{}}',
  ],
  run(input) {
    const message = readServerMessage(textOf(input)) as Record<string, unknown> | undefined;
    if (message === undefined) return;
    const isNotification =
      typeof message.method === 'string' && typeof message.params === 'object' && message.params !== null;
    must(isNotification || message.id !== undefined, 'neither an answer nor a notification');
  },
};

import type { MethodName } from '../../protocol/index.js';
import { dconMethods } from './dcon.js';
import { drioMethods } from './drio.js';
import type { HandlersOf } from './handler.js';
import { instrumentMethods } from './instruments.js';
import { lineMethods } from './lines.js';
import { modbusMethods } from './modbus.js';
import { rawMethods } from './raw.js';
import { serverMethods } from './server.js';
import { subscriptionMethods } from './subscriptions.js';

export type { Handler } from './handler.js';

/** Every method of the protocol: one that has no handler here does not compile. */
export const handlers: HandlersOf<MethodName> = {
  ...serverMethods,
  ...lineMethods,
  ...rawMethods,
  ...instrumentMethods,
  ...modbusMethods,
  ...dconMethods,
  ...drioMethods,
  ...subscriptionMethods,
};

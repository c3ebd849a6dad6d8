import { RpcCode, RpcError } from '../../protocol/index.js';
import { lineOf } from '../call-context.js';
import type { LineAccess, Plug } from '../line-access.js';
import type { HandlersOf } from './handler.js';

/** The lines and their plugs. */
export const lineMethods: HandlersOf<'lines.list' | 'lines.unplug' | 'lines.plug'> = {
  'lines.list': (_, { lines }) => [...lines.values()].map(({ info }) => info),

  'lines.unplug': ({ line: id }, context) => {
    const line = lineOf(context, id);
    plugOf(line).pull();
    return line.info;
  },

  'lines.plug': ({ line: id }, context) => {
    const line = lineOf(context, id);
    plugOf(line).restore();
    return line.info;
  },
};

function plugOf({ id, plug }: LineAccess): Plug {
  if (plug !== undefined) return plug;
  throw new RpcError(RpcCode.INVALID_PARAMS, `'${id}' is no simulated line: its plug is pulled by hand`);
}

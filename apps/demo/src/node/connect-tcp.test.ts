import { expect, it } from 'vitest';
import { RpcCode } from '../protocol/index.js';
import { connectTcp } from './connect-tcp.js';
import { openPanel, PanelHub } from './panel-hub.fixture.js';

it('does not connect for somebody who has given up before', async () => {
  const hub = new PanelHub();
  const doors = await openPanel(hub);
  const connecting = connectTcp(doors.tcpUrl!, { signal: AbortSignal.abort() });
  await expect(connecting).rejects.toMatchObject({ code: RpcCode.DISCONNECTED });
  expect(hub.calls).toEqual([]);
  await doors.close();
});

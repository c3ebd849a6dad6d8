import type { ModbusClient } from '@bus/modbus';

/** How many bytes a client sends while something is done. */
export async function bytesSent(client: ModbusClient, action: () => Promise<unknown>): Promise<number> {
  let sent = 0;
  const end = client.line.on('trace', ({ direction, bytes }) => {
    if (direction === 'sent') sent += bytes.length;
  });
  try {
    await action();
  } finally {
    end();
  }
  return sent;
}

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { ModbusTCPResponse, ModbusTCPServer, responses } from 'jsmodbus';
import { bitBytes, nodeTables, registerBytes } from './node-tables.ts';
import type { Served } from './served.ts';

/** The identity that this server tells with function 43/14. */
export const jsmodbusIdentity = ['Acme', 'JS-5', '5.0'];

export async function jsmodbusTcp(wanted: number): Promise<Served> {
  const listener = createServer();
  const sockets = new Set<Socket>();
  listener.on('connection', socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  const { coil, discrete, holding, input } = nodeTables();
  const server = new ModbusTCPServer(listener, {
    coils: bitBytes(coil),
    discrete: bitBytes(discrete),
    holding: registerBytes(holding),
    input: registerBytes(input),
  });
  server.on('readDeviceIdentification', (request, answer) => {
    const objects = jsmodbusIdentity.map((value, id) => ({ id, value: Buffer.from(value) }));
    const body = new responses.ReadDeviceIdentificationResponseBody(1, 1, 0, 0, objects);
    // The types of the two do not agree inside jsmodbus itself.
    answer(ModbusTCPResponse.fromRequest(request as never, body).createPayload());
  });
  listener.listen(wanted, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    stop: async () => {
      listener.close();
      for (const socket of sockets) socket.destroy();
      await once(listener, 'close');
    },
  };
}

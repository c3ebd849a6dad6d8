import { expect, it } from 'vitest';
import { connect, listen, MemoryBank, ModbusServer, ServerUnit } from '../src/node.js';
import { Authority, loopbackExtension, roleExtension } from './support/authority.js';

it('decides by the role in the certificate, and keeps the connection of one who is refused', async () => {
  const authority = new Authority();
  const roles: unknown[] = [];
  const server = new ModbusServer({
    units: { 1: new ServerUnit({ bank: new MemoryBank({ holdingRegisters: [7] }) }) },
    authorise: ({ role, ranges }) => {
      roles.push(role);
      return role === 'operator' || !ranges.some(({ write }) => write);
    },
  });
  const listener = await listen('tls://127.0.0.1:0', server, {
    ...authority.issue('server', loopbackExtension()),
    ca: authority.cert,
  });
  // Everything comes at once but on a machine that is busy with something else.
  const patient = { connectTimeout: 30_000, timeout: 30_000, retries: 0 };
  const identities = [authority.issue('panel', roleExtension('operator')), authority.issue('guest')];
  const [operator, guest] = await Promise.all(
    identities.map(identity => connect(listener.url, { ...patient, ...identity, ca: authority.cert })),
  );
  await operator!.unit(255).writeRegister(0, 8);
  await expect(guest!.unit(255).writeRegister(0, 9)).rejects.toMatchObject({ exceptionCode: 1 });
  expect(await guest!.unit(255).readRegister(0)).toBe(8);
  expect(roles).toEqual(['operator', undefined, undefined]);
  await operator!.close();
  await guest!.close();
  await listener.close();
});

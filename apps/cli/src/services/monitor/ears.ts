import type { Ear } from '@bus/line/monitor';

/** Protocols that may be listened for on a serial line. */
export const monitorProtocols = ['rtu', 'ascii', 'dcon', 'drio'] as const;
export type MonitorProtocol = (typeof monitorProtocols)[number];

/** Those that are told from noise without being asked for: the answers of a 232DRIO are any byte. */
export const usualProtocols: readonly MonitorProtocol[] = ['rtu', 'ascii', 'dcon', 'drio'];

/** Fresh ears for the protocols of a serial line. */
export async function serialEars(
  protocols: readonly MonitorProtocol[] = usualProtocols,
): Promise<() => Ear[]> {
  const { asciiEar, rtuEar } = await import('@bus/modbus/monitor');
  const { dconEar } = await import('@bus/dcon/monitor');
  const { drioEar } = await import('@bus/232drio/monitor');
  const makers: Readonly<Record<MonitorProtocol, () => Ear>> = {
    rtu: rtuEar,
    ascii: asciiEar,
    dcon: dconEar,
    drio: drioEar,
  };
  return () => protocols.map(protocol => makers[protocol]());
}

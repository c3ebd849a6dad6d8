import type { ServeStreamEvent } from './services/serve.js';

/** An event of a simulated device for people. */
export function formatServeEvent(event: ServeStreamEvent): string[] {
  switch (event.event) {
    case 'serving':
      return [`serving on ${event.url}`, ...event.devices.map(each => `  ${address(each)}  ${each.name}`)];
    case 'write':
      return [`${event.time}  ${event.device} ${event.unit}: ${event.text}`];
    case 'fault':
      return [
        `${event.time}  fault: ${event.faults.join(', ')}: ${event.sent || 'nothing'} for ${event.answer}`,
      ];
    case 'opened':
      return [`${event.time}  ${event.port} is connected`];
    case 'lost':
      return [`${event.time}  ${event.port} is gone${event.reason === undefined ? '' : `: ${event.reason}`}`];
    case 'summary':
      return [
        `${event.writes} ${event.writes === 1 ? 'write' : 'writes'} taken, ${event.faults} answers spoilt`,
      ];
  }
}

function address({ protocol, unit }: { protocol: string; unit: number }): string {
  if (protocol === 'dcon') return `DCON ${unit.toString(16).toUpperCase().padStart(2, '0')}`;
  return protocol === 'modbus' ? `unit ${unit}` : '232DRIO';
}

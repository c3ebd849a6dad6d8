/** The ways in which Modbus travels, as the table names them, and how their URLs begin. */
const schemes = {
  RTU: 'rtu:',
  ASCII: 'ascii:',
  TCP: 'tcp://127.0.0.1:',
  UDP: 'udp://127.0.0.1:',
  'RTU over TCP': 'rtu+tcp://127.0.0.1:',
  'ASCII over TCP': 'ascii+tcp://127.0.0.1:',
} as const;

export type Wire = keyof typeof schemes;

/** The URL of a serial port, or of a port of this machine. */
export function urlOf(wire: Wire, place: string | number): string {
  return `${schemes[wire]}${place}`;
}

/** True where Modbus travels over a serial port. */
export function isSerial(wire: Wire): wire is 'RTU' | 'ASCII' {
  return wire === 'RTU' || wire === 'ASCII';
}

/** True where frames begin with a header that numbers them, so that several questions may be open. */
export function isNumbered(wire: Wire): boolean {
  return wire === 'TCP' || wire === 'UDP';
}

/** True where a connection is lost when the server ends. */
export function isConnected(wire: Wire): boolean {
  return wire.endsWith('TCP');
}

import type { InstrumentInfo, LineInfo } from '../protocol/index.js';
import type { RunningServer } from './start-server.js';

export interface AnnouncementOptions {
  readonly version: string;
  /** Clients need a token. */
  readonly guarded: boolean;
  /** How the command line client is called here: `node dist/node/main.js`. */
  readonly client: string;
}

/** What is said when the server runs: what is there, and what to do with it. The token is no part of it. */
export function announcement(server: RunningServer, options: AnnouncementOptions): string {
  const lines = server.lines.map(({ info }) => info);
  return [
    `bus demo ${options.version}`,
    '',
    ...lines.flatMap(line => [lineText(line), ...instrumentTexts(line, server.instruments)]),
    '',
    ...simulationTexts(lines),
    ...doorTexts(server, options),
    '',
    'Ctrl-C ends it.',
  ].join('\n');
}

const lineText = ({ id, medium, simulated }: LineInfo) =>
  `Line ${id}  ${medium}${simulated ? '  (simulated)' : ''}`;

function instrumentTexts({ id }: LineInfo, instruments: readonly InstrumentInfo[]): string[] {
  const own = instruments.filter(({ line }) => line === id);
  if (own.length === 0)
    return ['  no instruments: name some, such as --instrument dcon:02:7044, or send raw commands'];
  const width = Math.max(...own.map(instrument => instrument.id.length));
  return own.map(({ id: name, model, protocol, address }) => {
    const where = address === '' ? '' : `  ${protocol} ${address}`;
    return `  ${name.padEnd(width)}  ${model}${where}`;
  });
}

function simulationTexts(lines: readonly LineInfo[]): string[] {
  const simulated = lines.filter(line => line.simulated);
  if (simulated.length === 0) return [];
  const which =
    simulated.length === lines.length
      ? 'All values are'
      : `Values on ${simulated.map(({ id }) => id).join(', ')} are`;
  return [`${which} simulated. A real line: --port /dev/ttyUSB0`, ''];
}

function doorTexts({ httpUrl, tcpUrl }: RunningServer, { guarded, client }: AnnouncementOptions): string[] {
  const texts: string[] = [];
  if (httpUrl !== undefined) texts.push(`Web page  ${httpUrl}/`);
  if (tcpUrl !== undefined) {
    const where = tcpUrl === 'tcp://127.0.0.1:8045' ? '' : ` --server ${tcpUrl}`;
    texts.push(`TCP       ${tcpUrl}`, `Try       ${client} read${where}`);
  }
  if (guarded)
    texts.push('Clients need the token: the page asks for it, the client takes it from BUS_DEMO_TOKEN.');
  return texts;
}

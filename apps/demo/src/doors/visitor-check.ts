import type { IncomingMessage } from 'node:http';
import { isLoopback } from './loopback.js';

/** Who may come in by HTTP and WebSocket, going by what browsers say of themselves. */
export interface VisitorCheck {
  /** Was this server asked for by a name of its own? A page elsewhere can let its own name point here. */
  hostIsOurs(request: IncomingMessage): boolean;
  /** May a page of this origin talk to us? Programs that are no browsers name none. */
  originMayEnter(request: IncomingMessage): boolean;
}

/**
 * @param host what the server listens on: where only this machine reaches it, only names of this machine are taken.
 * @param origins further origins, such as `https://panel.example`; their hosts are taken as names of this server.
 */
export function visitorCheck(host: string, origins: readonly string[]): VisitorCheck {
  const listed = new Set(origins.map(origin => origin.toLowerCase().replace(/\/$/, '')));
  const hosts = new Set([...listed].map(hostOf));
  return {
    hostIsOurs({ headers }) {
      const asked = headers.host?.toLowerCase();
      if (asked === undefined) return false;
      return !isLoopback(host) || isLoopback(withoutPort(asked)) || hosts.has(asked);
    },
    originMayEnter({ headers }) {
      const origin = headers.origin?.toLowerCase();
      if (origin === undefined || listed.has(origin)) return true;
      const of = hostOf(origin);
      return of !== undefined && of === headers.host?.toLowerCase();
    },
  };
}

const withoutPort = (host: string): string => host.replace(/:\d+$/, '');

function hostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/?#@\\]+)$/.exec(origin)?.[1];
}

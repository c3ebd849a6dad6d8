import type { IncomingMessage, ServerResponse } from 'node:http';
import type { VisitorCheck } from './visitor-check.js';
import type { WebFile } from './web-files.js';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const always = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

const NOT_BUILT = 'The page is not built: run `pnpm --filter demo build`, then start again.';

/** Answers requests for the files of the page. */
export function serveFiles(
  files: ReadonlyMap<string, WebFile>,
  visitors: VisitorCheck,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const path = request.url?.replace(/[?#].*$/s, '') ?? '/';
    const file = files.get(path);
    if (!visitors.hostIsOurs(request)) say(response, 421, 'This server does not go by that name.');
    else if (request.method !== 'GET' && request.method !== 'HEAD')
      say(response, 405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
    else if (file) give(request, response, file);
    else if (files.size === 0 && path === '/') say(response, 503, NOT_BUILT);
    else say(response, 404, 'There is no such file.');
  };
}

function give(
  request: IncomingMessage,
  response: ServerResponse,
  { type, body, etag, immutable }: WebFile,
): void {
  const caching = immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = { ...always, 'Cache-Control': caching, ETag: etag };
  if (request.headers['if-none-match']?.includes(etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function say(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  // What else the request brings is not waited for.
  response.shouldKeepAlive = false;
  response.writeHead(status, { ...always, 'Content-Type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${text}\n`);
}

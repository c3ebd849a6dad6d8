import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the page, as it is served. */
export interface WebFile {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
  /** True when another content would have another name. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

/** Vite names what it makes `assets/index-B3xk9_Qa.js`. */
const HASHED = /^\/assets\/.*-[\w-]{8}\.\w+$/;

/**
 * Reads all files of a folder, once: only what is in the result can be served.
 *
 * @returns by path, such as `/assets/index-B3xk9_Qa.js`; `index.html` also as `/`. Empty when there is no such folder.
 */
export async function webFiles(folder: string): Promise<ReadonlyMap<string, WebFile>> {
  const files = new Map<string, WebFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(error => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    files.set(path, await webFile(file, path));
  }
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}

async function webFile(file: string, path: string): Promise<WebFile> {
  const body = await readFile(file);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream';
  return { type, body, etag: `"${hash}"`, immutable: HASHED.test(path) };
}

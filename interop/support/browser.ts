import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { soon } from './patience.ts';
import { makeFolder, removeFolder } from './run-folder.ts';

/** What keeps Chromium from asking anything outside this machine. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a page said that nobody wanted to hear: errors, warnings, and requests that failed. */
export type Complaints = string[];

/** Debian's Chromium, without a window, with an empty profile. */
export class Browser {
  readonly #context: BrowserContext;
  readonly #folder: string;

  private constructor(context: BrowserContext, folder: string) {
    this.#context = context;
    this.#folder = folder;
  }

  static async open(): Promise<Browser> {
    const folder = makeFolder('browser');
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: '/usr/bin/chromium',
      args: QUIET,
      viewport: { width: 1280, height: 900 },
      timeout: 2 * soon.timeout,
    });
    context.setDefaultTimeout(soon.timeout);
    return new Browser(context, folder);
  }

  /** A page of its own, and what it complains of from now on. */
  async visit(url: string): Promise<{ page: Page; complaints: Complaints }> {
    const page = await this.#context.newPage();
    const complaints: Complaints = [];
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(String(error)));
    await page.goto(url);
    return { page, complaints };
  }

  async dispose(): Promise<void> {
    await this.#context.close();
    removeFolder(this.#folder);
  }
}

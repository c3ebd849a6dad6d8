import { connectTcp } from 'demo/node';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Browser } from '../support/browser.ts';
import { DemoRig } from '../support/demo-rig.ts';
import { soon } from '../support/patience.ts';
import { describeWith } from './describe-with.ts';

const OUTPUTS = [1, 2, 3, 4, 5, 6, 7, 8];

const moduleCard = (page: Page): Locator => page.getByRole('region', { name: /I-7044/ });
const output = (page: Page, label: number): Locator =>
  moduleCard(page).getByRole('switch', { name: `Output ${label}`, exact: true });

/** What a page shows of all outputs; undefined where it shows none as known. */
async function shown(page: Page): Promise<(boolean | undefined)[]> {
  const states = OUTPUTS.map(async label => {
    const button = output(page, label);
    const known = (await button.getAttribute('aria-disabled')) !== 'true';
    return known ? (await button.getAttribute('aria-checked')) === 'true' : undefined;
  });
  return Promise.all(states);
}

/** Presses a switch and waits until the server has confirmed what became of it. */
async function press(page: Page, label: number): Promise<void> {
  const button = output(page, label);
  const before = await button.getAttribute('aria-checked');
  await button.click();
  await vi.waitUntil(async () => (await button.getAttribute('aria-checked')) !== before, soon);
}

describeWith(['chromium', 'socat'], 'the web page of the demo, on a serial line', () => {
  let rig: DemoRig;
  let browser: Browser;

  beforeEach(async () => {
    rig = await DemoRig.open();
    browser = await Browser.open();
  });
  afterEach(async () => {
    await browser?.dispose();
    await rig?.dispose();
  });

  it('agrees with another page and a TCP client that switch outputs of the same module at the same time', async () => {
    const { page: first, complaints } = await browser.visit(rig.httpUrl);
    const { page: second } = await browser.visit(rig.httpUrl);
    const bus = await connectTcp(rig.tcpUrl);
    const [instrument] = await bus.call('instruments.list', {});
    let heard: boolean[] = [];
    bus.subscribe('values', {}, ({ values }) => {
      heard = OUTPUTS.map(label => values[`output${label}`] === true);
    });
    await vi.waitFor(async () => expect(await shown(first)).not.toContain(undefined), soon);
    await vi.waitFor(async () => expect(await shown(second)).not.toContain(undefined), soon);
    const byTcp = async () => {
      for (const [point, value] of [
        ['output7', true],
        ['output8', true],
        ['output7', false],
        ['output6', true],
        ['output8', false],
        ['output8', true],
      ] as const)
        await bus.call('points.write', { instrument: instrument!.id, point, value });
    };
    const byHand = async (page: Page, labels: readonly number[]) => {
      for (const label of labels) await press(page, label);
    };
    await Promise.all([byTcp(), byHand(first, [1, 2, 1, 3, 1]), byHand(second, [4, 5, 4])]);

    const expected = [true, true, true, false, true, true, false, true];
    expect(rig.module.outputs).toEqual(expected);
    await vi.waitFor(async () => {
      expect(heard).toEqual(expected);
      expect(await shown(first)).toEqual(expected);
      expect(await shown(second)).toEqual(expected);
    }, soon);
    expect(complaints).toEqual([]);
    expect(rig.errors).toEqual([]);
    bus.close();
  });

  it('shows all views the same state when three switch the very same output at once', async () => {
    const { page: first } = await browser.visit(rig.httpUrl);
    const { page: second } = await browser.visit(rig.httpUrl);
    const bus = await connectTcp(rig.tcpUrl);
    const [instrument] = await bus.call('instruments.list', {});
    await vi.waitFor(async () => expect(await shown(first)).not.toContain(undefined), soon);
    await vi.waitFor(async () => expect(await shown(second)).not.toContain(undefined), soon);
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([
        output(first, 2).click(),
        output(second, 2).click(),
        bus.call('points.write', { instrument: instrument!.id, point: 'output2', value: round % 2 === 0 }),
      ]);
    }
    await vi.waitFor(async () => {
      expect(await moduleCard(first).getByText('switching…').count()).toBe(0);
      expect(await moduleCard(second).getByText('switching…').count()).toBe(0);
      expect(await shown(first)).toEqual(rig.module.outputs);
      expect(await shown(second)).toEqual(rig.module.outputs);
    }, soon);
    expect(rig.module.outputs.filter((_, index) => index !== 1)).toEqual(Array(7).fill(false));
    bus.close();
  });

  it('says that the port is gone, offers nothing of it meanwhile, and goes on when it is back', async () => {
    const { page } = await browser.visit(rig.httpUrl);
    await press(page, 3);
    await rig.unplug();
    const line = page.getByRole('region', { name: /rs485/ }).first();
    await vi.waitFor(async () => {
      expect(await line.textContent()).toMatch(/lost/i);
      expect(await shown(page)).toEqual(OUTPUTS.map(() => undefined));
    }, soon);
    // Somebody presses all the same: what is not known can't be switched to its opposite.
    await output(page, 4).click({ force: true });
    await rig.plugIn();
    await vi.waitFor(async () => expect(await shown(page)).toEqual(rig.module.outputs), soon);
    await press(page, 5);
    expect(rig.module.outputs).toEqual([false, false, true, false, true, false, false, false]);
    expect(rig.errors).toEqual([]);
  });

  it('says that the server is gone, and goes on by itself when it is back', async () => {
    const { page } = await browser.visit(rig.httpUrl);
    await press(page, 1);
    const port = new URL(rig.httpUrl).port;
    await rig.stopServer();
    await page.getByText('The server cannot be reached.').waitFor();
    const unknown = OUTPUTS.map(() => undefined);
    await vi.waitFor(async () => expect(await shown(page)).toEqual(unknown), soon);
    await rig.startServer(['--http', port, '--tcp', '0']);
    await page.getByText('The server cannot be reached.').waitFor({ state: 'detached' });
    await vi.waitFor(async () => expect(await shown(page)).toEqual(rig.module.outputs), soon);
    await press(page, 2);
    expect(rig.module.outputs.slice(0, 3)).toEqual([true, true, false]);
  });

  it('sends what is typed, and shows what was heard and every frame on the wire', async () => {
    const { page, complaints } = await browser.visit(rig.httpUrl);
    const field = page.getByRole('textbox', { name: 'Command', exact: true });
    await field.fill('$02M');
    await field.press('Enter');
    const command = page.getByRole('region', { name: 'Command' });
    await command.getByText('!027044', { exact: false }).first().waitFor();
    await vi.waitFor(async () => expect(await field.inputValue()).toBe(''), soon);
    await field.press('ArrowUp');
    await vi.waitFor(async () => expect(await field.inputValue()).toBe('$02M'), soon);
    const frames = page.getByRole('log', { name: 'Frames' });
    await frames.getByText('24 30 32 4D 0D').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('can be used by keyboard alone', async () => {
    const { page } = await browser.visit(rig.httpUrl);
    await vi.waitFor(async () => expect(await shown(page)).not.toContain(undefined), soon);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    for (let presses = 0; presses < 60 && (await focused()) !== 'Output 1'; presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Output 2');
    await page.keyboard.press('Space');
    await vi.waitFor(() => expect(rig.module.outputs[1]).toBe(true), soon);
  });
});

const TOKEN = 'correct horse battery staple';

describeWith(['chromium', 'socat'], 'the web page of a demo server that wants a token', () => {
  let rig: DemoRig;
  let browser: Browser;

  beforeEach(async () => {
    rig = await DemoRig.open(['--token', TOKEN]);
    browser = await Browser.open();
  });
  afterEach(async () => {
    await browser?.dispose();
    await rig?.dispose();
  });

  it('asks for the token, refuses a wrong one, and works with the right one', async () => {
    const { page } = await browser.visit(rig.httpUrl);
    const field = page.locator('input[type=password]');
    await field.fill('wrong');
    await field.press('Enter');
    await page
      .getByText(/did not accept this token/)
      .first()
      .waitFor();
    expect(await moduleCard(page).count()).toBe(0);
    await field.fill(TOKEN);
    await field.press('Enter');
    await press(page, 8);
    expect(rig.module.outputs[7]).toBe(true);
  });

  it('takes the token from the address and does not leave it there', async () => {
    const { page } = await browser.visit(`${rig.httpUrl}/#token=${encodeURIComponent(TOKEN)}`);
    await press(page, 1);
    expect(page.url()).not.toContain('token');
  });
});

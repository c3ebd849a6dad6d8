/**
 * Renews the pictures in screenshots/: the page on the simulated lines, light and dark, wide and narrow, after two
 * minutes, so that the charts are full. Needs Debian's Chromium.
 */
import { fileURLToPath } from 'node:url';
import { connectTcp } from 'demo/node';
import { readSettings, startServer } from 'demo/server';
import { chromium } from 'playwright-core';

const views = [
  { name: 'wide-light', width: 1440, height: 1000, colorScheme: 'light' },
  { name: 'wide-dark', width: 1440, height: 1000, colorScheme: 'dark' },
  { name: 'narrow-light', width: 390, height: 1700, colorScheme: 'light' },
  { name: 'narrow-dark', width: 390, height: 1700, colorScheme: 'dark' },
];
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
const offline = ['--disable-background-networking', '--disable-component-update'];
const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

const server = await startServer(await readSettings(['--http', '0', '--tcp', '0']));
const bus = await connectTcp(server.tcpUrl);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...quiet, ...offline] });
const pages = await Promise.all(
  views.map(async ({ width, height, colorScheme }) => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    await page.goto(server.httpUrl);
    return page;
  }),
);
await bus.call('points.write', { instrument: 'oven', point: 'setPoint', value: 95 });
await wait(60_000);
for (const point of ['output2', 'output3', 'output7'])
  await bus.call('points.write', { instrument: 'dcon-02', point, value: true });
await bus.call('points.write', { instrument: 'dcon-04', point: 'output1', value: 4.2 });
await bus.call('points.write', { instrument: 'drio', point: 'relay1', value: true });
await bus.call('points.write', { instrument: 'oven', point: 'setPoint', value: 80 });
for (const page of pages) {
  const field = page.getByRole('textbox', { name: 'Command', exact: true });
  for (const text of ['$022', '01 03 01 21 00 01', '$02Q']) {
    await field.fill(text);
    await field.press('Enter');
    await wait(1500);
  }
}
await wait(50_000);
for (const [index, page] of pages.entries()) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    window.scrollTo({ top: 0, behavior: 'instant' });
  });
  const path = fileURLToPath(new URL(`../screenshots/${views[index].name}.png`, import.meta.url));
  await page.screenshot({ path });
}
await browser.close();
bus.close();
await server.close();

import { describe } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { CHROMIUM_THERE } from './chromium.ts';

export { signInAs, startBrowser } from './chromium.ts';

if (!CHROMIUM_THERE.is)
  console.warn(`NOT TESTED: no page was looked at, for there is no Chromium at ${CHROMIUM_THERE.path}.`);

/**
 * `describe` for what needs a browser. npm brings none, and the tests are to pass on a machine with Node alone: there it
 * is skipped, and said so aloud.
 */
export const describeInBrowser = CHROMIUM_THERE.is ? describe : describe.skip;

/** A page that remembers what must not happen on any page of ours. */
export interface WatchedPage {
  page: Page;
  /** Errors on the console, exceptions, dialogs, and requests to other hosts, so far. */
  faults: string[];
}

/** Opens a page whose faults are written down. */
export async function openWatched(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:')) faults.push(`asked ${url}`);
  });
  return { page, faults };
}

/** What axe finds wrong on the page as it stands: one line each, empty where all is well. */
export async function findAxeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    () =>
      (globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }).axe
        .run()
        .then(({ violations }) => violations) as Promise<AxeViolation[]>,
  );
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
  );
}

interface AxeViolation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

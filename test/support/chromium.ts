import { existsSync } from 'node:fs';

import { chromium, type Browser, type Page } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Where Chromium should be, and whether it is there: npm brings none. */
export const CHROMIUM_THERE = { path: CHROMIUM, is: existsSync(CHROMIUM) } as const;

/** Starts Chromium. As root it has no sandbox to put itself into. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Signs the page's browser in by the form, and waits until it has left it. */
export async function signInAs(page: Page, origin: string, key: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('Key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

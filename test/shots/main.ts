/**
 * npm run shots [-- --only NAME]
 * Screenshots of every page, for docs/img: wide and narrow, by day and by night. The service that it shows is its own, on
 * private servers, with the demo articles, and for the ops pages with feeds that run for some minutes and a fault that
 * is rehearsed. Takes seven minutes; needs Chromium, redis-server, and pngquant to keep the
 * pictures small.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { Browser } from 'playwright-core';

import { startBrowser } from '../support/chromium.ts';
import { listDeskPlaces } from './desk-places.ts';
import { playNight } from './night.ts';
import type { Place } from './place.ts';
import { startStage, type Stage } from './stage.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/img');
const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const SCHEMES = ['light', 'dark'] as const;

const { values } = parseArgs({
  // Behind the entry's own name, which the script that runs it passes on.
  args: process.argv.slice(3),
  options: { only: { type: 'string' } },
});

async function shoot(stage: Stage, browser: Browser, places: readonly Place[]): Promise<void> {
  const chosen = places.filter(({ name }) => values.only === undefined || name.startsWith(values.only));
  if (chosen.length === 0) return;
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of SCHEMES) {
      const context = await browser.newContext({ viewport, colorScheme });
      const door = await context.newPage();
      for (const { name, path: place, isSignedOut = false, prepare } of chosen) {
        if (isSignedOut) await context.clearCookies();
        else await stage.signIn(door);
        const page = await context.newPage();
        await page.goto(stage.url + place);
        await prepare?.(page);
        const file = path.join(FOLDER, `${name}-${size}-${colorScheme}.png`);
        await page.screenshot({ path: file });
        squeeze(file);
        await page.close();
      }
      await context.close();
    }
  }
  console.log(`Shot: ${chosen.map(({ name }) => name).join(', ')}`);
}

/** A third of the size, and no difference that can be seen. */
function squeeze(file: string): void {
  const done = spawnSync('pngquant', ['--speed', '1', '--strip', '--force', '--ext', '.png', file]);
  if (done.error !== undefined) throw new Error('pngquant is not installed.', { cause: done.error });
}

mkdirSync(FOLDER, { recursive: true });
const [stage, browser] = await Promise.all([startStage(), startBrowser()]);
try {
  await shoot(stage, browser, await listDeskPlaces(stage));
  if (values.only?.startsWith('desk') !== true)
    await playNight(stage, (places) => shoot(stage, browser, places));
} finally {
  await browser.close();
  await stage.stop();
}

import type { Browser, BrowserContext } from 'playwright-core';

import { CHROMIUM_THERE, signInAs, startBrowser } from '../../support/chromium.ts';

/** A page that is looked at. */
export interface Place {
  name: string;
  origin: string;
  path: string;
}

const VIEWS = 15;
/** Longer than a look is kept: each view finds figures that are to be taken anew. */
const PAUSE_MS = 1_100;

/** How long the server took for each view, in milliseconds, from the request to the last byte; and the bytes. */
export async function timeAnswers(
  { origin, path }: Place,
  key: string,
): Promise<{ ms: number[]; bytes: number }> {
  const ms: number[] = [];
  let bytes = 0;
  for (let view = 0; view < VIEWS; view++) {
    const startMs = performance.now();
    const response = await fetch(origin + path, {
      headers: { authorization: `Bearer ${key}`, accept: 'text/html', 'accept-encoding': 'identity' },
    });
    bytes = (await response.arrayBuffer()).byteLength;
    ms.push(performance.now() - startMs);
    if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}.`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return { ms, bytes };
}

/** Views in Chromium, each by a browser that has loaded nothing before. */
export interface Viewer {
  /** Milliseconds from the start of each navigation to the end of DOMContentLoaded. */
  timeViews(place: Place): Promise<number[]>;
  close(): Promise<void>;
}

/** Starts Chromium and signs in at each origin; null where there is no Chromium. */
export async function startViewer(origins: readonly string[], key: string): Promise<Viewer | null> {
  if (!CHROMIUM_THERE.is) return null;
  const browser = await startBrowser();
  const states = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();
  for (const origin of origins) states.set(origin, await signIn(browser, origin, key));
  return {
    async timeViews({ origin, path }) {
      const ms: number[] = [];
      for (let view = 0; view < VIEWS; view++) {
        const context = await browser.newContext({ storageState: states.get(origin)! });
        const page = await context.newPage();
        await page.goto(origin + path, { waitUntil: 'domcontentloaded' });
        ms.push(
          await page.evaluate<number>(
            "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd",
          ),
        );
        await context.close();
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      return ms;
    },
    close: () => browser.close(),
  };
}

async function signIn(browser: Browser, origin: string, key: string) {
  const context = await browser.newContext();
  await signInAs(await context.newPage(), origin, key);
  const state = await context.storageState();
  await context.close();
  return state;
}

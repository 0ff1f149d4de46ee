// Screenshots of the desk of a running npm start, for docs/img: wide and narrow, by day and by night.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { chromium } from 'playwright-core';

const dataDir = process.env.WRITETHRU_DATA_DIR ?? '.data';
const read = (name) => readFileSync(path.join(dataDir, name), 'utf8').trim();
const url = read('url');
const key = read('admin-key');
const call = async (place, method = 'GET') =>
  (await fetch(url + place, { method, headers: { authorization: `Bearer ${key}` } })).json();

const { stories } = await call('/v1/stories?sort=size&limit=1');
const story = await call(`/v1/stories/${stories[0].id}`);
const [first, second] = story.versions;
const lead = await call(`/v1/articles/${story.lead.articleId}`);
const pages = {
  stories: '/desk',
  search: '/desk?q=harbour',
  story: `/desk/stories/${story.id}`,
  timeline: `/desk/stories/${story.id}#versions`,
  compare: `/desk/compare?a=${first.articleId}&b=${second.articleId}`,
  article: `/desk/articles/${first.articleId}`,
  try: '/desk/try',
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
for (const [size, viewport] of Object.entries({
  wide: { width: 1280, height: 900 },
  narrow: { width: 390, height: 844 },
})) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport, colorScheme });
    const door = await context.newPage();
    await door.goto(url + (await call('/sign-in/links', 'POST')).path);
    await door.getByRole('button', { name: 'Sign in' }).click();
    await door.waitForURL('**/desk');
    for (const [name, place] of Object.entries(pages)) {
      const page = await context.newPage();
      await page.goto(url + place);
      if (name === 'try') {
        await page.locator('textarea[name=body]').fill(lead.body);
        await page.getByRole('button', { name: 'See what it would join' }).click();
      }
      await page.screenshot({ path: `docs/img/desk-${name}-${size}-${colorScheme}.png` });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { runCli } from '../support/run-cli.ts';

const TEXT =
  'The bridge over Lindmouth harbour will stay shut for three weeks, the port authority said on Monday. ' +
  'Divers found cracks in two of its four pillars after a barge had struck it on Saturday night. ' +
  'Lorries are sent round by the coast road, which adds forty minutes to the way into town.';
const ADDED = 'The town council will meet on Thursday to talk about a ferry for school children.';
const START_MS = Date.now() - 6 * 3_600_000;

const at = (hours: number): string => new Date(START_MS + hours * 3_600_000).toISOString();

let bench: ApiBench;
let storyId: string;
let reader: string;

interface Report {
  agency: string;
  agencyVersionCount: number;
  withdrawnAt: string | null;
  pickups: { provider: string; guid: string; stillRuns: boolean; kept: number; added: number }[];
}

async function readReport(query = '', key = reader): Promise<Report> {
  const reply = await bench.call(`/v1/stories/${storyId}/pickup${query}`, { key });
  expect(reply.status).toBe(200);
  return reply.body as Report;
}

beforeAll(async () => {
  bench = await startApiBench();
  reader = await bench.makeKey(['read']);
  const [first] = await bench.post([
    { provider: 'wire', guid: 'w', version: 1, headline: 'Bridge shut', body: TEXT, publishedAt: at(0) },
    { provider: 'herald', guid: 'h', version: 1, headline: 'Bridge shut', body: TEXT, publishedAt: at(1) },
    {
      provider: 'courier',
      guid: 'c',
      version: 1,
      headline: 'Bridge shut',
      body: `${TEXT}\n${ADDED}`,
      publishedAt: at(1.5),
    },
    {
      provider: 'brief',
      guid: 'b',
      version: 1,
      headline: 'Bridge shut',
      body: TEXT.slice(0, 195),
      publishedAt: at(2),
    },
  ]);
  const { story } = (await bench.call(`/v1/articles/${first}`)).body as { story: { id: string } };
  storyId = story.id;
});

afterAll(() => bench.close());

describe('the pick-up report', () => {
  test('says who ran it, how much later, how much they kept and what they added', async () => {
    const report = await readReport();
    expect(report).toMatchObject({ agency: 'wire', agencyVersionCount: 1, withdrawnAt: null });
    expect(report.pickups).toMatchObject([
      { provider: 'herald', relation: 'reprint_of', lagSeconds: 3600, kept: 1, added: 0, addedPassages: [] },
      { provider: 'courier', lagSeconds: 5400, kept: 1, addedPassages: [ADDED] },
      {
        provider: 'brief',
        lagSeconds: 7200,
        added: 0,
        addedPassages: [],
        isStanding: true,
        stillRuns: false,
      },
    ]);
    expect(report.pickups[1]!.added).toBeGreaterThan(0);
    expect(report.pickups[2]!.kept).toBeLessThan(0.8);
    expect(report.pickups[2]!.kept).toBeGreaterThan(0.3);
  });

  test('is of any provider, and of one that has no version there none', async () => {
    const { agency, pickups } = await readReport('?provider=courier');
    expect({ agency, providers: pickups.map(({ provider }) => provider) }).toEqual({
      agency: 'courier',
      providers: ['wire', 'herald', 'brief'],
    });
    expect((await bench.call(`/v1/stories/${storyId}/pickup?provider=nobody`)).status).toBe(404);
    expect((await bench.call('/v1/stories/01a207b3-01c8-7e46-bcaa-8128186e7f81/pickup')).status).toBe(404);
  });

  test('names, after a kill, who still runs the text: until they put another in its place or kill it too', async () => {
    await bench.post([
      { provider: 'wire', guid: 'w', version: 2, pubStatus: 'canceled', publishedAt: at(3) },
    ]);
    const killed = await readReport();
    expect(killed.withdrawnAt).toBe(at(3));
    const running = ({ pickups }: Report): string[] =>
      pickups.filter(({ stillRuns }) => stillRuns).map(({ guid }) => guid);
    expect(running(killed)).toEqual(['h', 'c', 'b']);
    expect(JSON.stringify(killed)).not.toContain(ADDED.slice(4, 30));

    const other = Array.from({ length: 40 }, (_each, n) => `another${n}`).join(' ');
    await bench.post([
      { provider: 'herald', guid: 'h', version: 2, pubStatus: 'canceled', publishedAt: at(4) },
      { provider: 'courier', guid: 'c', version: 2, headline: 'Other', body: other, publishedAt: at(4) },
    ]);
    expect(running(await readReport())).toEqual(['b']);
    const run = await runCli(['pickup', '--url', bench.url, storyId], {
      env: { WRITETHRU_KEY: reader },
      cwd: process.cwd(),
    });
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('Still run by brief.');
    expect(run.stdout).toMatch(/^brief +.* +2 h 0 min +\d+% +0% +STILL RUNS +Bridge shut$/m);
  });
});

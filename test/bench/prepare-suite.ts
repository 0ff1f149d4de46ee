import { fingerprintText } from '@writethru/fingerprint';
import { parseJson } from '@writethru/runtime';
import type { ClaimedArticle } from '@writethru/store';
import { hashContent, listNames, listNumbers, readDocument, readWireCopy } from '@writethru/wire';

import { prepareArticle } from '../../services/clusterer/src/prepare.ts';
import { makeCorpus } from './corpus.ts';
import { median, roundFigure } from './statistics.ts';
import { scaleCount, type Suite, type SuiteResult } from './suite.ts';

const TEXTS = 2_000;
const ROUNDS = 7;
const SEED = { word: 0x2545f491, shingle: 0x4f6cdd1d };

/** What intake and clusterer do to one text by themselves, without a database: CPU microseconds by step. */
export const prepareSuite: Suite = {
  name: 'prepare',
  run(say, share): Promise<SuiteResult> {
    const steps = makeSteps(scaleCount(TEXTS, share));
    const costs = new Map(steps.map(({ name }) => [name, [] as number[]]));
    for (let round = 1; round <= ROUNDS; round++) {
      say(`prepare: round ${round} of ${ROUNDS}`);
      for (const { name, runAll, count } of steps) costs.get(name)!.push(measureCpuUs(runAll) / count);
    }
    return Promise.resolve({
      title: 'Prepare',
      about: `What becomes of one text before any statement, in one thread: CPU time of ${TEXTS} made texts, medians of ${ROUNDS} interleaved rounds. The last row is all that a clusterer does, the three before it the largest parts of that.`,
      rows: steps.map(({ name }) => ({ name, figures: { 'CPU µs': roundFigure(median(costs.get(name)!)) } })),
      goals: {},
    });
  },
};

interface Step {
  name: string;
  count: number;
  runAll(): void;
}

function makeSteps(count: number): Step[] {
  const corpus = makeCorpus({ seed: 3, count, startMs: 0 });
  const sent = corpus.map((article) => JSON.stringify({ provider: 'bench', version: 0, ...article }));
  const reading = { kind: 'json', format: null, parseJson, maxItems: 1 } as const;
  const options = { nowMs: Date.now() };
  const copies = corpus.map(({ headline, body }) => readWireCopy({ headline, body }));
  const claimed = corpus.map(({ guid, headline, body, publishedAt }, at): ClaimedArticle => ({
    id: `article ${at}`,
    provider: 'bench',
    guid,
    version: 0,
    headline,
    body,
    effectiveAtMs: Date.parse(publishedAt),
    attempts: 0,
    slugline: null,
    edNote: null,
    signals: [],
    altIds: [],
    storyKey: null,
  }));
  const step = (name: string, run: (at: number) => unknown): Step => ({
    name,
    count,
    runAll() {
      for (let at = 0; at < count; at++) run(at);
    },
  });
  return [
    step('intake: read, check and hash', (at) => {
      const [read] = readDocument(sent[at]!, reading, options);
      return 'submission' in read! ? hashContent(read.submission.content) : read;
    }),
    step('clusterer: normalise', (at) => readWireCopy(corpus[at]!)),
    step('clusterer: numbers and names', (at) => [
      listNumbers(copies[at]!.body),
      listNames(copies[at]!.body),
    ]),
    step('clusterer: fingerprint', (at) => fingerprintText(copies[at]!.body, SEED, copies[at]!.headline)),
    step('clusterer: all of it', (at) => prepareArticle(claimed[at]!, SEED)),
  ];
}

function measureCpuUs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

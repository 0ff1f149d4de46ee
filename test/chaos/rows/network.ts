import { last, type Row } from '../row.ts';
import type { Stage } from '../stage.ts';
import { WAYS, type Way } from '../ways.ts';

const CUTS = 4;
const CUT_MS = 700;
const SLOW_MS = 5_000;
/** A connection is given up when a statement has had no answer for as long as it may run, and a while. */
const SILENT_MS = 15_000;

/** Where intake is in danger of not answering. */
function mayRefuse(way: Way): boolean {
  return way === 'client-intake' || way === 'intake-postgres';
}

const all = (stage: Stage, way: Way) => ({
  make: (trouble: Parameters<ReturnType<Stage['ways']['of']>[number]['make']>[0]): void => {
    for (const proxy of stage.ways.of(way)) proxy.make(trouble);
  },
});

/** Connections that break, lag, go silent or lose an answer, between every two processes that talk. */
export const NETWORK_ROWS: Row[] = [
  ...WAYS.map((way): Row => ({
    name: `cut-${way}`,
    fault: `every connection on the way ${way} breaks and none is let in for 0.7 s, four times`,
    expected: mayRefuse(way) ? 'clients send again' : 'clients notice nothing',
    mayRefuse: mayRefuse(way),
    async run({ stage }) {
      for (let cut = 0; cut < CUTS; cut++) {
        all(stage, way).make({ kind: 'cut' });
        await last(CUT_MS);
        stage.ways.heal();
        await last(CUT_MS);
      }
    },
  })),
  ...WAYS.map((way): Row => ({
    name: `slow-${way}`,
    fault: `each piece on the way ${way} comes 30 ms late, then a few bytes at a time`,
    expected: 'all is slower, and nothing else',
    mayRefuse: mayRefuse(way),
    async run({ stage }) {
      all(stage, way).make({ kind: 'slow', delayMs: 30 });
      await last(SLOW_MS);
      all(stage, way).make({ kind: 'trickle', pieceBytes: 32 });
      await last(SLOW_MS / 2);
    },
  })),
  ...WAYS.map((way): Row => ({
    name: `silent-${way}`,
    fault: `bytes on the way ${way} vanish for 15 s, and those connections never hear of it`,
    expected: 'whoever waits gives its connection up and takes another',
    mayRefuse: mayRefuse(way),
    async run({ stage }) {
      all(stage, way).make({ kind: 'silent' });
      await last(SILENT_MS);
    },
  })),
  {
    name: 'answers-lost',
    fault: 'one answer of intake in four is lost after all was done, for 6 s',
    expected: 'the client sends again, and is told that it is held: the same id, no second article',
    mayRefuse: true,
    async run({ stage }) {
      all(stage, 'client-intake').make({ kind: 'mute', share: 0.25 });
      await last(6_000);
    },
  },
  {
    name: 'commits-unheard',
    fault: 'one answer of Postgres to intake in fifty is lost after all was done, commits too, for 6 s',
    expected: 'intake answers 503 for what it cannot know; sent again, it is a repeat',
    mayRefuse: true,
    async run({ stage }) {
      all(stage, 'intake-postgres').make({ kind: 'mute', share: 0.02 });
      await last(6_000);
    },
  },
];

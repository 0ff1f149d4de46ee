import type { Supervised } from '../../support/supervised.ts';
import { until } from '../../support/until.ts';
import { last, pick, type Row, type Scenery } from '../row.ts';

/** Longer than the lease of a claim. */
const FROZEN_MS = 6_000;

const ARTICLES_BETWEEN_KILLS = 12;

/** Kills some processes, as often as `times` says, with articles in between. */
function killed(
  row: Pick<Row, 'name' | 'fault' | 'mayRefuse'>,
  expected: string,
  times: number,
  choose: (scenery: Scenery) => readonly Supervised[],
): Row {
  return {
    ...row,
    expected,
    async run(scenery) {
      for (let kill = 0; kill < times; kill++) {
        for (const service of choose(scenery)) service.kill('SIGKILL');
        const enough = scenery.accepted() + ARTICLES_BETWEEN_KILLS;
        await until(() => scenery.accepted() >= enough, 60_000);
      }
    },
  };
}

/** Stops a process for longer than a lease, and lets it go on. */
function frozen(
  row: Pick<Row, 'name' | 'fault' | 'mayRefuse'>,
  expected: string,
  choose: (scenery: Scenery) => Supervised,
): Row {
  return {
    ...row,
    expected,
    async run(scenery) {
      const service = choose(scenery);
      service.kill('SIGSTOP');
      await last(FROZEN_MS);
      service.kill('SIGCONT');
    },
  };
}

/** Processes that are killed or stand still, at any moment. */
export const PROCESS_ROWS: Row[] = [
  killed(
    { name: 'intake-killed', fault: 'kill -9 of an intake, three times', mayRefuse: true },
    'its connections break, the client sends again to the other one',
    3,
    ({ stage, random }) => [pick(stage.intakes, random)],
  ),
  killed(
    { name: 'clusterer-killed', fault: 'kill -9 of a clusterer, three times', mayRefuse: false },
    'its articles are taken over after the lease',
    3,
    ({ stage, random }) => [pick(stage.clusterers, random)],
  ),
  killed(
    { name: 'all-clusterers-killed', fault: 'kill -9 of all clusterers at once', mayRefuse: false },
    'articles are accepted, and wait for a clusterer',
    1,
    ({ stage }) => stage.clusterers,
  ),
  killed(
    { name: 'query-killed', fault: 'kill -9 of query', mayRefuse: false },
    'readers come again; nothing else notices',
    1,
    ({ stage }) => [stage.query],
  ),
  killed(
    { name: 'ops-killed', fault: 'kill -9 of ops, which samples', mayRefuse: false },
    'figures stand still until it is back; they miss nothing',
    1,
    ({ stage }) => [stage.ops],
  ),
  frozen(
    {
      name: 'clusterer-frozen',
      fault: 'SIGSTOP of a clusterer for longer than its lease, then SIGCONT',
      mayRefuse: false,
    },
    'the other one takes its share over; both end it, with one effect',
    ({ stage, random }) => pick(stage.clusterers, random),
  ),
  frozen(
    { name: 'intake-frozen', fault: 'SIGSTOP of an intake, then SIGCONT', mayRefuse: true },
    'its clients wait, or send again to the other one',
    ({ stage, random }) => pick(stage.intakes, random),
  ),
  {
    name: 'event-loop-blocked',
    fault: 'a clusterer computes for 6 s between search and unite, and renews nothing',
    expected: 'as if it had been frozen',
    mayRefuse: false,
    async run({ stage, random }) {
      const clusterer = pick(stage.clusterers, random);
      const before = clusterer.faults;
      await clusterer.replace({ fault: { at: 'after_search', do: 'block', blockMs: FROZEN_MS } });
      await until(() => clusterer.faults > before, 60_000);
      await last(FROZEN_MS);
      await clusterer.replace({});
    },
  },
];

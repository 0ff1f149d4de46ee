import { until } from '../../support/until.ts';
import type { Supervised, SupervisedOptions } from '../../support/supervised.ts';
import { pick, type Row } from '../row.ts';
import { SMALL_HEAP } from './poison.ts';

const CLUSTERER_POINTS: Record<string, string> = {
  after_claim: 'when it has claimed a batch',
  after_publish: 'when it has published',
  after_search: 'when it has searched',
  in_unite: 'when all is written and nothing committed',
  after_unite: 'when it has committed and the queue does not know',
};
const INTAKE_POINTS: Record<string, string> = {
  before_commit: 'before its commit',
  after_commit: 'between its commit and its answer',
  after_announce: 'after its hint to the queue',
};

/** Kills at marked points: each leaves another thing half done. */
export const POINT_ROWS: Row[] = [
  ...Object.entries(CLUSTERER_POINTS).map(([at, when]): Row => ({
    name: `clusterer-dies-${at.replaceAll('_', '-')}`,
    fault: `kill -9 of a clusterer ${when}`,
    expected: 'the articles are done again, with one effect',
    mayRefuse: false,
    run: ({ stage, random }) =>
      dieAt(pick(stage.clusterers, random), { fault: { at, do: 'kill', onVisit: pick([1, 2, 3], random) } }),
  })),
  {
    name: 'clusterer-out-of-memory',
    fault: 'a clusterer takes memory between search and unite until there is none, and is aborted',
    expected: 'the articles are done again, with one effect',
    mayRefuse: false,
    run: ({ stage, random }) =>
      dieAt(pick(stage.clusterers, random), {
        fault: { at: 'after_search', do: 'exhaust', onVisit: 2 },
        ownEnv: SMALL_HEAP,
      }),
  },
  ...Object.entries(INTAKE_POINTS).map(([at, when]): Row => ({
    name: `intake-dies-${at.replaceAll('_', '-')}`,
    fault: `kill -9 of an intake ${when}`,
    expected: 'the client sends again: it was not taken in, or it is a repeat',
    mayRefuse: true,
    run: ({ stage, random }) =>
      dieAt(pick(stage.intakes, random), {
        fault: { at, do: 'kill', onVisit: 1 + Math.floor(random() * 10) },
      }),
  })),
  {
    name: 'sweeper-dies',
    fault: 'kill -9 of a sweeper between its commit and its hand-over to the queue',
    expected: 'what it took comes due again',
    mayRefuse: false,
    async run({ stage, random }) {
      // Only what no clusterer heard of is announced by a sweeper.
      await stage.redis.flush();
      const clusterer = pick(stage.clusterers, random);
      await clusterer.replace({ fault: { at: 'announce', do: 'kill' } });
      const before = clusterer.deaths;
      await until(async () => {
        await stage.redis.flush();
        return clusterer.deaths > before;
      }, 60_000);
    },
  },
];

async function dieAt(service: Supervised, harm: Pick<SupervisedOptions, 'fault' | 'ownEnv'>): Promise<void> {
  const before = service.deaths;
  await service.replace(harm);
  await until(() => service.deaths > before, 60_000);
  if (harm.ownEnv !== undefined) await service.replace({});
}

import type { Row, SuiteResult } from './suite.ts';

/** What the goals ask of the figures that suites name, and what the figure is. One that no goal names is only shown. */
const GOALS: Readonly<Record<string, { what: string; goal?: string }>> = {
  signatureTimesNpmMinhash: { what: 'signature, times as fast as npm minhash, by CPU', goal: '≥ 250' },
  signatureRmseOverTheory: { what: 'signature, RMSE over theory', goal: '≤ 1.0' },
  singleTimesNaive: { what: 'one article a POST, times the naive peer', goal: '≥ 20' },
  singleTimesNaiveByCpu: { what: 'the same, by CPU an article' },
  singleTimesFloor: { what: 'one article a POST, times the floor', goal: '≥ 1.0' },
  singleTimesFloorByCpu: { what: 'the same, by CPU an article' },
  batchTimesNaive: { what: 'batches, times the naive peer', goal: '≥ 60' },
  batchTimesNaiveByCpu: { what: 'the same, by CPU an article' },
  ackP99MsAtHalfLoad: { what: 'ack p99 at half of full load, ms', goal: '≤ 50' },
  lagP99MsAtHalfLoad: { what: 'received to clustered p99 at half of full load, ms', goal: '≤ 1,000' },
  copiesShareOfUsual: { what: '500 copies of one story, share of the usual rate', goal: '≥ 0.5' },
  sharedKeyShareOfUsual: { what: 'a key that 2,000 share, share of the usual rate', goal: '≥ 0.5' },
  burstShareOfUsual: { what: 'a burst of 10 s, share of the usual rate', goal: '≥ 0.5' },
  largestMibAfterAnHour: {
    what: 'memory of the largest service in an hour of articles, MiB',
    goal: '≤ 300',
  },
  memoryGrowthMib: { what: 'what it grew by in the last third of them, MiB', goal: 'flat' },
  p95RiseMs: { what: 'a small provider beside a flood, rise of its lag p95, ms' },
  clustererPartitions: { what: 'partitions that 1 to 8 clusterers came to', goal: '1' },
  eightTimesOneClusterer: { what: '8 clusterers, times one' },
  clusteringTimesLive: { what: 'what was taken in, clustered afterwards, times the live rate', goal: '≥ 3' },
  clusteringTimesLiveByCpu: { what: 'the same, by CPU an article' },
  archiveTimesLive: { what: 'an archive, taken in and clustered at once, times the live rate' },
  archiveTimesLiveByCpu: { what: 'the same, by CPU an article' },
  longArchiveArticlesPerSecond: { what: 'a long archive, articles/s' },
  longArchiveLastPartTimesFirst: { what: 'its last tenth, times its first', goal: 'flat' },
  lookUpP50LargeTimesSmall: { what: 'look-up p50 at the last size, times that at 100,000', goal: '≤ 1.5' },
  lookUpCpuLargeTimesSmall: { what: 'the same, by CPU' },
  cpuAnArticleLargeTimesSmall: { what: 'CPU an article at the last size, times that at 100,000' },
  cpuAnArticleInHugePagesTimesWithout: {
    what: 'CPU an article at the last size in huge pages, times that without',
  },
  lookUpP50InHugePagesTimesWithout: {
    what: 'look-up p50 at the last size in huge pages, times that without',
  },
  keyIndexBytesAnArticle: { what: 'index of keys, bytes an article', goal: '≤ 1,500' },
};

/** A table of the figures that the goals name, in the order in which they were measured. */
export function listGoals(results: readonly SuiteResult[]): Row[] {
  return results.flatMap(({ goals }) =>
    Object.entries(goals).flatMap(([name, value]): Row[] => {
      const known = GOALS[name];
      return known === undefined
        ? []
        : [{ name: known.what, figures: { measured: value, goal: known.goal ?? '' } }];
    }),
  );
}

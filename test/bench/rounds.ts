import { runEndToEnd, type RunOptions, type RunResult } from './end-to-end.ts';
import { startBenchServers, type BenchServers } from './servers.ts';
import { median, roundFigure } from './statistics.ts';
import type { Row } from './suite.ts';

const ROUNDS = 3;

/** Runs `work` beside a Postgres and a Redis of its own. */
export async function withServers<Result>(work: (servers: BenchServers) => Promise<Result>): Promise<Result> {
  const servers = await startBenchServers();
  try {
    return await work(servers);
  } finally {
    await servers.stop();
  }
}

/** Runs the plans in turn, round by round, so that a machine that drifts favours none. Answers results by name. */
export async function runRounds(
  say: (message: string) => void,
  plans: readonly { name: string; options: Omit<RunOptions, 'round'> }[],
): Promise<Map<string, RunResult[]>> {
  return withServers(async (servers) => {
    const results = new Map(plans.map((plan) => [plan.name, [] as RunResult[]]));
    for (let round = 1; round <= ROUNDS; round++) {
      for (const { name, options } of plans) {
        say(`${name}: round ${round} of ${ROUNDS}`);
        results.get(name)!.push(await runEndToEnd(servers, { ...options, round }));
      }
    }
    return results;
  });
}

/** Medians of a plan's rounds. */
export function toRow(name: string, results: readonly RunResult[]): Row {
  const middle = (read: (result: RunResult) => number): number => roundFigure(median(results.map(read)));
  return {
    name,
    figures: {
      'articles/s': middle((result) => result.articlesPerSecond),
      'ack p50 ms': middle((result) => result.ackP50Ms),
      'ack p99 ms': middle((result) => result.ackP99Ms),
      ...(Number.isNaN(results[0]!.lagP50Ms)
        ? {}
        : {
            'lag p50 ms': middle((result) => result.lagP50Ms),
            'lag p99 ms': middle((result) => result.lagP99Ms),
          }),
      'intake µs': middle((result) => result.cpuUs.intake),
      'worker µs': middle((result) => result.cpuUs.worker),
      'Redis µs': middle((result) => result.cpuUs.redis),
      'Postgres µs': middle((result) => result.cpuUs.postgres),
      'intake MiB': middle((result) => result.residentMib.intake),
      'worker MiB': middle((result) => result.residentMib.worker),
    },
  };
}

/** One row of a benchmark's table: a name, then figures by column. */
export interface Row {
  name: string;
  figures: Record<string, number | string>;
}

/** What a suite measured. */
export interface SuiteResult {
  title: string;
  /** What was done, in a sentence or two: it stands above the table in docs/benchmarks.md. */
  about: string;
  rows: Row[];
  /** Ratios and figures that the goals name, by name. */
  goals: Record<string, number>;
  /** A page of its own, which `--write` puts in its place instead of the table in docs/benchmarks.md. */
  page?: { path: string; text: string };
  /** What must not be, whatever the machine: each makes the run fail. */
  faults?: readonly string[];
}

/**
 * A suite: asked for by name, told how to say what it is doing, and what share of its articles to send, above 0 to 1: a
 * small one shows in a minute that it runs to its end.
 */
export interface Suite {
  name: string;
  /** Left out where no names are given: it takes long, or tells of something else than what an article costs. */
  isOnlyByName?: boolean;
  run(say: (message: string) => void, share: number): Promise<SuiteResult>;
}

/** `share` of a count, and `least` at least: what a suite needs to have anything to measure. */
export function scaleCount(count: number, share: number, least = 50): number {
  return Math.max(Math.min(least, count), Math.round(count * share));
}

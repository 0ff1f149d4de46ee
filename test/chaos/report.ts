import type { Outcome } from './episode.ts';
import type { ChaosResult } from './run-chaos.ts';

const COLUMNS = ['accepted', 'refused', 'deaths', 'crashes', 'lost', 'twice', 'split', 'mixed'] as const;

export const HEADING = `${'row'.padEnd(34)} verdict   ${COLUMNS.join(' ')} drained    queue  seconds`;

/** One line of a run, as it goes; what was violated stands below it. */
export function writeLine(outcome: Outcome): string {
  const figures = COLUMNS.map((name) => String(outcome[name]).padStart(name.length + 1)).join('');
  const times = [outcome.drainedSeconds, outcome.queueSeconds, outcome.seconds].map((value) =>
    value.toFixed(1).padStart(8),
  );
  const line = `${outcome.row.padEnd(34)} ${outcome.verdict.padEnd(9)}${figures}${times.join(' ')}`;
  return [line, ...outcome.findings.map((finding) => `    ${finding}`)].join('\n');
}

/** All of a run in one sentence. */
export function writeSum({ seed, seconds, outcomes }: ChaosResult): string {
  const ran = outcomes.filter(({ verdict }) => verdict !== 'skipped');
  const held = ran.filter(({ verdict }) => verdict === 'held').length;
  const slowest = Math.max(0, ...ran.map(({ drainedSeconds }) => drainedSeconds));
  const rows = new Set(ran.map(({ row }) => row)).size;
  return (
    `Seed ${seed}, ${seconds} s: ${held} of ${ran.length} episodes held (${rows} rows), ${sum(ran, 'accepted')} articles accepted, ` +
    `${sum(ran, 'refused')} answers refused or broken, ${sum(ran, 'deaths')} processes died, ${sum(ran, 'lost')} lost, ` +
    `${sum(ran, 'twice')} twice, ${sum(ran, 'split')} split, ${sum(ran, 'mixed')} wrongly merged, ${sum(ran, 'crashes')} crashes; ` +
    `drained in ${slowest} s at most.`
  );
}

/** The sum of one column, written as people read it. */
export function sum(outcomes: readonly Outcome[], name: (typeof COLUMNS)[number]): string {
  return outcomes.reduce((total, outcome) => total + outcome[name], 0).toLocaleString('en-US');
}

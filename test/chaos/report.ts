import type { Outcome } from './episode.ts';
import type { ChaosResult } from './run-chaos.ts';
import type { Row } from './row.ts';

const COLUMNS = ['accepted', 'refused', 'deaths', 'lost', 'twice', 'split', 'mixed'] as const;

export const HEADING = `${'row'.padEnd(34)} verdict   ${COLUMNS.join(' ')} drained  seconds`;

/** One line of a run, as it goes; what was violated stands below it. */
export function writeLine(outcome: Outcome): string {
  const figures = COLUMNS.map((name) => String(outcome[name]).padStart(name.length + 1)).join('');
  const times = [outcome.drainedSeconds, outcome.seconds].map((value) => value.toFixed(1).padStart(8));
  const line = `${outcome.row.padEnd(34)} ${outcome.verdict.padEnd(9)}${figures}${times.join(' ')}`;
  return [line, ...outcome.findings.map((finding) => `    ${finding}`)].join('\n');
}

/** The fault matrix as a table in Markdown. */
export function writeMatrix(rows: readonly Row[]): string {
  const lines = rows.map(({ name, fault, expected }) => `| \`${name}\` | ${fault} | ${expected} |`);
  return ['| row | what goes wrong | what is seen of it |', '| --- | --- | --- |', ...lines].join('\n');
}

/** All of a run in one sentence. */
export function writeSum({ seed, seconds, outcomes }: ChaosResult): string {
  const ran = outcomes.filter(({ verdict }) => verdict !== 'skipped');
  const sum = (name: (typeof COLUMNS)[number]): number =>
    ran.reduce((total, outcome) => total + outcome[name], 0);
  const held = ran.filter(({ verdict }) => verdict === 'held').length;
  const slowest = Math.max(0, ...ran.map(({ drainedSeconds }) => drainedSeconds));
  const rows = new Set(ran.map(({ row }) => row)).size;
  return (
    `Seed ${seed}, ${seconds} s: ${held} of ${ran.length} episodes held (${rows} rows), ${sum('accepted')} articles accepted, ` +
    `${sum('refused')} answers refused or broken, ${sum('deaths')} processes died, ${sum('lost')} lost, ${sum('twice')} twice, ` +
    `${sum('split')} split, ${sum('mixed')} wrongly merged; drained in ${slowest} s at most.`
  );
}

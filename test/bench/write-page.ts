import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { listGoals } from './goals.ts';
import { describeMachine, describeVersions, formatTable } from './report.ts';
import type { SuiteResult } from './suite.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/benchmarks.md');
const HEAD = `# Benchmarks

Made by the commands below, never by hand. Every peer ran in the same run, in turn with us; figures are medians. Trust the
ratios more than the absolute figures.
`;
/** Begins the part of a command, and names it. */
const MARK = '<!-- part of';

/** Writes the part of docs/benchmarks.md that `command` makes. Parts of other commands stay as they are. */
export function writePage(command: string, results: readonly SuiteResult[]): void {
  const held = existsSync(PAGE) ? readFileSync(PAGE, 'utf8').split(MARK).slice(1) : [];
  const parts = new Map(held.map((part) => [part.slice(0, part.indexOf('-->')).trim(), part]));
  parts.set(command, ` ${command} -->\n\n${formatPart(command, results)}`);
  const texts = [...parts.values()].map((part) => MARK + part.trimEnd());
  writeFileSync(PAGE, `${[HEAD.trimEnd(), ...texts].join('\n\n')}\n`);
}

function formatPart(command: string, results: readonly SuiteResult[]): string {
  const day = new Date().toISOString().slice(0, 10);
  const goals = listGoals(results);
  return [
    ...results.map((result) => `## ${result.title}\n\n${result.about}\n\n${formatTable(result.rows)}`),
    ...(goals.length === 0 ? [] : [formatTable(goals)]),
    `\`${command}\` on ${day}: ${describeMachine()}; ${describeVersions()}.`,
  ].join('\n\n');
}

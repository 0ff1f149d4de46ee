import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { describeMachine } from '../bench/report.ts';
import type { Outcome } from './episode.ts';
import { sum, writeSum } from './report.ts';
import { ROWS_BY_KIND } from './rows/all-rows.ts';
import type { ChaosResult } from './run-chaos.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/reliability.md');

/** The fault matrix as tables in Markdown, one for each kind of fault. */
export function writeMatrix(): string {
  const parts = Object.entries(ROWS_BY_KIND).map(([kind, rows]) => {
    const lines = rows.map(({ name, fault, expected }) => [`\`${name}\``, fault, expected]);
    return table([`row: ${kind}`, 'what goes wrong', 'what is seen of it'], lines);
  });
  return parts.join('\n\n');
}

/** Puts the fault matrix into docs/reliability.md, and what the run of a command came to, if there was one. */
export async function writePage(run?: { result: ChaosResult; command: string }): Promise<void> {
  const listed = fill(readFileSync(PAGE, 'utf8'), 'matrix', writeMatrix());
  const text = run === undefined ? listed : fill(listed, 'run', writeRun(run.result, run.command));
  const options = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(text, { ...options, parser: 'markdown' }));
}

function writeRun(result: ChaosResult, command: string): string {
  const day = new Date().toISOString().slice(0, 10);
  const ran = result.outcomes.filter(({ verdict }) => verdict !== 'skipped');
  const skipped = result.outcomes.filter(({ verdict }) => verdict === 'skipped');
  return [
    `Written by \`${command}\` on ${day}: ${describeMachine()}.`,
    `> ${writeSum(result)}`,
    table(
      ['faults by kind', 'rows', 'held', ...Object.keys(SHOWN), 'drained in at most'],
      [...writeKinds(ran), ['all', ...writeFigures(ran)]],
    ),
    table(
      ['row', 'verdict', 'accepted', 'refused', 'died', 'drained in'],
      ran.map((outcome) => [
        `\`${outcome.row}\``,
        outcome.verdict,
        ...[outcome.accepted, outcome.refused, outcome.deaths].map(String),
        `${outcome.drainedSeconds} s`,
      ]),
    ),
    ...skipped.map(({ row, findings }) => `Not run: \`${row}\`, for ${findings.join('; ')}.`),
  ].join('\n\n');
}

const SHOWN = {
  accepted: 'accepted',
  refused: 'refused',
  died: 'deaths',
  lost: 'lost',
  twice: 'twice',
  split: 'split',
  'wrongly merged': 'mixed',
  crashes: 'crashes',
} as const;

function writeKinds(outcomes: readonly Outcome[]): string[][] {
  return Object.entries(ROWS_BY_KIND).flatMap(([kind, rows]) => {
    const names = new Set(rows.map(({ name }) => name));
    const own = outcomes.filter(({ row }) => names.has(row));
    return own.length === 0 ? [] : [[kind, ...writeFigures(own)]];
  });
}

function writeFigures(outcomes: readonly Outcome[]): string[] {
  const held = outcomes.filter(({ verdict }) => verdict === 'held').length;
  const slowest = Math.max(...outcomes.map(({ drainedSeconds }) => drainedSeconds));
  return [
    String(outcomes.length),
    String(held),
    ...Object.values(SHOWN).map((name) => sum(outcomes, name)),
    `${slowest} s`,
  ];
}

function table(heading: readonly string[], lines: readonly (readonly string[])[]): string {
  return [heading, heading.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** What stands between two marks of the page is made, and nothing else is. */
function fill(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- chaos: ${name} -->`, `<!-- /chaos: ${name} -->`];
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`The page has no place for the ${name}.`);
  return `${page.slice(0, start + begin.length)}\n\n${text}\n\n${page.slice(stop)}`;
}

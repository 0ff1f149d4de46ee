import os from 'node:os';

import type { Row, SuiteResult } from './suite.ts';

/** The machine and the versions that figures belong to. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const memoryGib = Math.round(os.totalmem() / 2 ** 30);
  const model = cpus[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  return `${cpus.length} × ${model}, ${memoryGib} GiB, Node ${process.versions.node}, ${os.type()}`;
}

/** A Markdown table of one suite, which reads well on a terminal too. */
export function formatTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row.figures)))];
  const lines = [
    ['', ...columns],
    ...rows.map((row) => [row.name, ...columns.map((column) => formatFigure(row.figures[column]))]),
  ];
  const widths = ['', ...columns].map((_, at) => Math.max(3, ...lines.map((line) => line[at]!.length)));
  const write = (line: readonly string[]): string =>
    `| ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [write(lines[0]!), rule, ...lines.slice(1).map(write)].join('\n');
}

/** A page of docs: made by the run of `command` alone, never by hand. */
export function formatPage(results: readonly SuiteResult[], day: string, command: string): string {
  const parts = results.map(
    (result) => `## ${result.title}\n\n${result.about}\n\n${formatTable(result.rows)}\n`,
  );
  return [
    '# Benchmarks',
    `Written by \`${command}\` on ${day}: ${describeMachine()}. Every peer ran in the same run, in turn with us; figures are medians. Trust the ratios more than the absolute figures.`,
    ...parts,
  ]
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n');
}

function formatFigure(figure: number | string | undefined): string {
  if (figure === undefined) return '';
  if (typeof figure === 'string') return figure;
  return figure.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

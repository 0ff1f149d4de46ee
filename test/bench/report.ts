import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { readServerVersions } from './servers.ts';
import type { Row } from './suite.ts';

/** The machine and the versions that figures belong to. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const memoryGib = Math.round(os.totalmem() / 2 ** 30);
  const model = cpus[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  return `${cpus.length} × ${model}, ${memoryGib} GiB, Node ${process.versions.node}, ${os.type()}`;
}

const PACKAGES = ['bullmq', 'express', 'ioredis', 'pg', 'minhash', 'bloom-filters'];

/** The versions of what was measured: packages, and the servers that have been started so far. */
export function describeVersions(): string {
  const file = readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8');
  const { devDependencies } = JSON.parse(file) as { devDependencies: Record<string, string> };
  const packages = PACKAGES.map((name) => `${name} ${devDependencies[name]}`);
  return [...readServerVersions(), ...packages].join(', ');
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

function formatFigure(figure: number | string | undefined): string {
  if (figure === undefined) return '';
  if (typeof figure === 'string') return figure;
  return figure.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

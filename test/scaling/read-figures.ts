import { readFileSync } from 'node:fs';
import path from 'node:path';

const PAGE = path.resolve(import.meta.dirname, '../../docs/benchmarks.md');

/**
 * The figures of one row of docs/benchmarks.md, by column: of the first table under `title`. What is no number is left
 * out. Throws where the page has no such row: a benchmark has to be run with `--write` first.
 */
export function readFigures(title: string, name: string): Record<string, number> {
  const [, section] = readFileSync(PAGE, 'utf8').split(`\n## ${title}\n`);
  const lines =
    section
      ?.split('\n## ')[0]!
      .split('\n')
      .filter((line) => line.startsWith('|')) ?? [];
  const toCells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const columns = toCells(lines[0] ?? '');
  const row = lines.map(toCells).find((cells) => cells[0] === name);
  if (row === undefined) throw new Error(`docs/benchmarks.md has no row "${name}" under "${title}"`);
  const figures = columns.map((column, at) => [column, Number(row[at]!.replaceAll(',', ''))] as const);
  return Object.fromEntries(figures.filter(([, figure]) => Number.isFinite(figure)));
}

import { formatTable } from '../bench/report.ts';
import type { Row } from '../bench/suite.ts';
import { ASSUMED, computeCrowd, computeFlow, computeStore } from './compute-steps.ts';
import { readFigures } from './read-figures.ts';

/** A table of docs/scaling.md stands after a comment that names it, up to the next empty line. */
const placeOf = (name: string): RegExp => new RegExp(`(<!-- table: ${name} -->\\n\\n)\\|[^]*?(?=\\n\\n)`);

const ARCHIVE = {
  rows: ['live', 'archive', 'archive: taken in alone', 'archive: clustered afterwards'],
  columns: ['articles/s', 'our processes µs', 'Redis µs', 'Postgres µs', 'CPU µs in all', 'bytes an article'],
};
const CLUSTERERS = {
  rows: ['1 clusterer', '2 clusterers', '4 clusterers', '8 clusterers'],
  columns: ['articles/s', 'articles a unite', 'retries ‰', 'round trips', 'lock waits %', 'CPU µs in all'],
};

/**
 * The text of docs/scaling.md with all tables of figures as they follow from docs/benchmarks.md. Throws where either page
 * has no place for one.
 */
export function writeTables(page: string): string {
  const tables = {
    archive: copyRows('Archive', ARCHIVE),
    clusterers: copyRows('Clusterers', CLUSTERERS),
    processors: computeFlow(ASSUMED),
    store: computeStore(ASSUMED),
    crowd: computeCrowd(),
  };
  let text = page;
  for (const [name, rows] of Object.entries(tables)) {
    if (!placeOf(name).test(text)) throw new Error(`docs/scaling.md has no place for the table "${name}"`);
    text = text.replace(placeOf(name), (_, mark: string) => mark + formatTable(rows));
  }
  return text;
}

function copyRows(title: string, { rows, columns }: { rows: string[]; columns: string[] }): Row[] {
  return rows.map((name) => {
    const figures = readFigures(title, name);
    return { name, figures: Object.fromEntries(columns.map((column) => [column, figures[column]!])) };
  });
}

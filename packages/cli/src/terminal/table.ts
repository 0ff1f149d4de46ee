/**
 * Columns with two spaces between them, a header first. The last column is cut to `columns` where that is given:
 * a terminal's width; a pipe gets all of it.
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns?: number,
): string {
  const widths = header.map((_, at) => Math.max(...[header, ...rows].map((row) => row[at]?.length ?? 0)));
  return [header, ...rows].map((row) => `${cut(formatRow(row, widths), columns)}\n`).join('');
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
    .join('  ')
    .trimEnd();
}

function cut(line: string, columns: number | undefined): string {
  const characters = Array.from(line);
  return columns === undefined || characters.length <= columns
    ? line
    : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}

/** The series of a Prometheus text: each name with its labels, as it is written, and its value. */
export function readSeries(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

/** The sum over all series of one name, whatever their labels. */
export function sumOf(series: ReadonlyMap<string, number>, name: string): number {
  return [...series].reduce((sum, [key, value]) => (key.split('{')[0] === name ? sum + value : sum), 0);
}

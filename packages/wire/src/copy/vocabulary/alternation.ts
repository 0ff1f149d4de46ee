/** Source of a group that matches any of `words`, the longest first, so that a word never hides a longer one. */
export function alternation(words: readonly string[]): string {
  const escaped = [...words]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return `(?:${escaped.join('|')})`;
}

/** What a statement must not do while programs of the last release still run, and the name that it is told by. */
const CONTRACTIONS: readonly [RegExp, string][] = [
  [
    /\bdrop\s+(table|view|materialized view|column|function|trigger|sequence|type|schema)\b/,
    'drops what is used',
  ],
  [/\bdrop\s+(?:constraint|default|not null)\b/, 'drops a rule that writers rely on'],
  [/\balter\s+table\b[^;]*\bdrop\s+(?!constraint|column)\w+/, 'drops a column'],
  [/\brename\s+(to|column|constraint|value)\b|\brename\s+\w+\s+to\b/, 'renames'],
  [/\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b/, 'changes a type'],
  [/\balter\s+column\s+\w+\s+set\s+not\s+null\b/, 'demands what old writers do not send'],
  [/\btruncate\b/, 'empties a table'],
];

/** Rules that an old writer may break, unless the table is one that it does not know. */
const DEMANDS: readonly [RegExp, string][] = [
  [
    /\bcreate\s+unique\s+index\b.*?\bon\s+(?:only\s+)?(\w+)/g,
    'demands what old writers may break: a unique index',
  ],
  [
    /\balter\s+table\s+(\w+)\s+(?:(?!;).)*?\badd\s+(?:constraint|check|unique|primary|foreign)\b/g,
    'demands what old writers may break: a constraint',
  ],
];

/**
 * What of a migration would break programs of the last release that still run beside it: an empty list where it only
 * expands. Words alone are looked at: what it can't see, the rolling upgrade shows.
 */
export function listContractions(sql: string): string[] {
  const text = sql
    .replaceAll(/--[^\n]*/g, ' ')
    // What a function does when it is called is not what the migration does.
    .replaceAll(/\$(\w*)\$[^]*?\$\1\$/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
  const found = CONTRACTIONS.flatMap(([pattern, name]) => (pattern.test(text) ? [name] : []));
  const own = new Set(
    [...text.matchAll(/\bcreate table (?:if not exists )?(\w+)/g)].map(([, table]) => table),
  );
  for (const [pattern, name] of DEMANDS)
    if ([...text.matchAll(pattern)].some(([, table]) => !own.has(table))) found.push(name);
  for (const [, table, column] of text.matchAll(/\balter table (\w+) ([^;]*)/g)) {
    if (own.has(table)) continue;
    const added = column!.split(/,(?![^(]*\))/).filter((part) => /\badd (?:column )?\w+/.test(part));
    if (added.some((part) => /\bnot null\b/.test(part) && !/\bdefault\b|\bgenerated\b/.test(part)))
      found.push('demands what old writers do not send: not null without a default');
  }
  return [...new Set(found)];
}

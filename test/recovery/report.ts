import type { Rehearsal } from './rehearse.ts';

const MOST_FINDINGS = 10;

/** What was seen, for people. */
export function writeRehearsal({ accepted, dumpSeconds, baseBackupSeconds, restored }: Rehearsal): string {
  const lines = [
    `${accepted} articles accepted; pg_dump took ${dumpSeconds} s, pg_basebackup ${baseBackupSeconds} s, under load.`,
  ];
  for (const one of restored) {
    lines.push(
      `${one.way}: restored in ${one.restoreSeconds} s; ${one.tables} tables with ${one.rows} rows, ` +
        `${one.articles} articles, ${one.stories} stories, events up to ${one.position}: ` +
        `${one.findings.length === 0 ? 'each row as the source had it then' : 'NOT as the source had it'}.`,
      `  lost, as accepted later: ${one.lost}; sent again: ${one.sameId} held under the same id, ${one.newId} accepted anew; ` +
        `then ${one.finalStories} stories with the same articles as the source's, ${one.sameStories} under the same id.`,
      ...one.findings.slice(0, MOST_FINDINGS).map((finding) => `    ${finding}`),
    );
  }
  return lines.join('\n');
}

import { describe, expect, jest, test } from '@jest/globals';

import { findPostgresTools } from './find-tools.ts';
import { rehearse } from './rehearse.ts';

// Three servers start, and what was begun with before a backup is taken over after its lease.
jest.setTimeout(600_000);

describe('a backup that was taken while articles came in', () => {
  test('comes back row by row as the source was, and what was accepted later is had by sending again', async () => {
    const tools = findPostgresTools();
    if (tools === null || process.env['WRITETHRU_TEST_REDIS_URL'] === undefined)
      throw new Error('This needs redis-server, and a Postgres with pg_dump and pg_basebackup.');
    const { restored } = await rehearse({ tools, articles: 100, articlesPerSecond: 40, seed: 3 });
    expect(restored.map(({ way }) => way)).toEqual(['pg_dump', 'pg_basebackup, to the named moment']);
    expect(restored.flatMap(({ way, findings }) => findings.map((finding) => `${way}: ${finding}`))).toEqual(
      [],
    );
    for (const one of restored) {
      expect(one.lost).toBeGreaterThan(0);
      expect(one.newId).toBe(one.lost);
      expect(one.sameId).toBe(one.articles);
    }
  });
});

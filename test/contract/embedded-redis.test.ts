import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findSystemRedis, startEmbeddedRedis } from '@writethru/embedded';

import { describeWithRedis } from '../support/redis.ts';

const { PATH } = process.env;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-redis-'));
});

afterEach(() => {
  process.env['PATH'] = PATH;
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a redis-server before all others that does this where it is to serve. */
function putBefore(script: string): void {
  const file = path.join(folder, 'redis-server');
  const real = findSystemRedis()!.executable;
  writeFileSync(
    file,
    `#!/bin/sh\n[ "$1" = --version ] && exec '${real}' --version\necho one >> '${folder}/starts'\n${script}\nexec '${real}' "$@"\n`,
  );
  chmodSync(file, 0o755);
  process.env['PATH'] = `${folder}:${PATH}`;
}

describeWithRedis('the private Redis', () => {
  test('is started again where its first start fails, as it does when somebody takes its port', async () => {
    putBefore(`[ "$(wc -l < '${folder}/starts')" -gt 1 ] || exit 1`);
    const redis = await startEmbeddedRedis(folder);
    try {
      expect(redis.url).toMatch(/^redis:/);
      expect(existsSync(path.join(folder, 'redis', 'redis.pid'))).toBe(true);
    } finally {
      await redis.stop();
    }
  });

  test('that does not start is told of, with its log, and nothing of it is left', async () => {
    putBefore('exit 1');
    await expect(startEmbeddedRedis(folder)).rejects.toThrow(/Redis did not start\. Its log is .*redis\.log/);
    expect(existsSync(path.join(folder, 'redis', 'redis.pid'))).toBe(false);
  });
});

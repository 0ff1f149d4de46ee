import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../support/service-process.ts';

const { commit } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'last-release.json'), 'utf8')) as {
  commit: string;
};
/** Below ours, so that the packages of others are found there. */
const CACHE = path.join(ROOT, 'node_modules/.cache');

/**
 * The tree of the last release in a folder of its own, whose packages find each other and not ours. Throws where the
 * history does not reach back to it: in a shallow clone, or without git.
 */
export function unpackLastRelease(): { root: string; remove: () => void } {
  mkdirSync(CACHE, { recursive: true });
  const root = mkdtempSync(path.join(CACHE, 'release-'));
  const parts = ['packages', 'services', 'package.json', 'tsconfig.json'];
  const archive = path.join(root, 'release.tar');
  execFileSync('git', ['archive', '--format=tar', '--output', archive, commit, ...parts], { cwd: ROOT });
  execFileSync('tar', ['-xf', archive, '-C', root]);
  const scope = path.join(root, 'node_modules/@writethru');
  mkdirSync(scope, { recursive: true });
  for (const folder of ['packages', 'services'])
    for (const name of readdirSync(path.join(root, folder)))
      symlinkSync(
        path.join(root, folder, name),
        path.join(scope, folder === 'services' ? `service-${name}` : name),
      );
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Brings a database to the schema of a tree. */
export function migrateBy(root: string, databaseUrl: string): void {
  execFileSync(process.execPath, ['--import', 'tsx', 'packages/store/src/migrate-main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl },
    stdio: 'pipe',
  });
}

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { ROOT } from '../support/service-process.ts';

const { commit } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'last-release.json'), 'utf8')) as {
  commit: string;
};
/** Below ours, so that the packages of others are found there. */
const CACHE = path.join(ROOT, 'node_modules/.cache');

/**
 * The tree of the last release in a folder of its own, whose packages find each other and not ours, with the packages of
 * others that its own lock file names: ours where they are the same ones, else of a registry. Throws where the history
 * does not reach back to it, or npm can't install them.
 */
export function unpackLastRelease(): { root: string; remove: () => void } {
  mkdirSync(CACHE, { recursive: true });
  const root = mkdtempSync(path.join(CACHE, 'release-'));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    const archive = path.join(root, 'release.tar');
    execFileSync('git', ['archive', '--format=tar', '--output', archive, commit], { cwd: ROOT });
    execFileSync('tar', ['-xf', archive, '-C', root]);
    rmSync(archive);
    const ours = new Set(readForeign(ROOT));
    if (readForeign(root).every((each) => ours.has(each))) linkPackages(root);
    else
      execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit'], {
        cwd: root,
        stdio: 'pipe',
      });
    return { root, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The packages of others that the lock file of a tree names, each with its place and the hash of what is in it. */
function readForeign(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { integrity?: string }>;
  };
  return Object.entries(packages).flatMap(([place, { integrity }]) =>
    integrity === undefined ? [] : [`${place} ${integrity}`],
  );
}

function linkPackages(root: string): void {
  const scope = path.join(root, 'node_modules/@writethru');
  mkdirSync(scope, { recursive: true });
  // scripts/run.mjs looks for it in its own tree alone.
  symlinkSync(path.join(ROOT, 'node_modules/tsx'), path.join(root, 'node_modules/tsx'));
  for (const folder of ['packages', 'services'])
    for (const name of readdirSync(path.join(root, folder)))
      symlinkSync(
        path.join(root, folder, name),
        path.join(scope, folder === 'services' ? `service-${name}` : name),
      );
}

/** Brings a database to the schema of a tree. `args` as `npm run migrate` takes them. */
export async function migrateBy(root: string, databaseUrl: string, ...args: string[]): Promise<void> {
  await run(root, 'packages/store/src/migrate-main.ts', databaseUrl, args);
}

/** Brings the schema of the queue, on Postgres, to that of a tree. */
export async function migrateQueueBy(root: string, databaseUrl: string): Promise<void> {
  await run(root, 'packages/queue/src/migrate-main.ts', databaseUrl, []);
}

const execute = promisify(execFile);

async function run(root: string, entry: string, databaseUrl: string, args: readonly string[]): Promise<void> {
  await execute(process.execPath, ['scripts/run.mjs', entry, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, WRITETHRU_SKIP_INSTALL: '1' },
  });
}

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { applyPatch, type Patch } from './guard.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A copy of the tree as it stands, in which code may be changed. */
export interface CopyOfTree {
  folder: string;
  /** Makes the changes, runs `work`, and takes them back. */
  withPatches<Result>(patches: readonly Patch[], work: () => Promise<Result>): Promise<Result>;
  remove(): void;
}

/** Copies what git knows of, changed or not, and links the dependencies: they lie beside the tree, on the same disk. */
export function copyTree(): CopyOfTree {
  const folder = mkdtempSync(`${ROOT}-guards-`);
  const known = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const file of known.toString().split('\0').filter(Boolean)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(ROOT, file), path.join(folder, file));
  }
  // Hard links: the links of the workspaces among them are relative, and so lead into the copy.
  execFileSync('cp', ['-al', path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules')]);
  return {
    folder,
    async withPatches(patches, work) {
      const before = new Map(
        patches.map(({ file }) => [file, readFileSync(path.join(folder, file), 'utf8')]),
      );
      try {
        for (const patch of patches) {
          const place = path.join(folder, patch.file);
          writeFileSync(place, applyPatch(readFileSync(place, 'utf8'), patch));
        }
        return await work();
      } finally {
        for (const [file, text] of before) writeFileSync(path.join(folder, file), text);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

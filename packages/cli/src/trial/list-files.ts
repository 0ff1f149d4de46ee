import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { AppError } from '@writethru/domain';

import { isReadable } from '../articles/read-files.ts';

/** The files of a folder and of the folders in it, by name. */
export interface ListedFiles {
  /** Of a kind that we read. */
  files: string[];
  /** Of any other. Hidden ones are not looked at. */
  skipped: string[];
}

/** Lists an archive. Throws AppError `invalid_input` where `folder` is none, or nothing in it can be read. */
export async function listFiles(folder: string): Promise<ListedFiles> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() !== true) throw new AppError('invalid_input', `${folder}: no such folder.`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
  const files = names.filter(isReadable);
  if (files.length === 0)
    throw new AppError('invalid_input', `${folder}: no file in it is of a kind that is read.`);
  return { files, skipped: names.filter((name) => !isReadable(name)) };
}

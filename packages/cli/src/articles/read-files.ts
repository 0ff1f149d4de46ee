import { createReadStream, type ReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { AppError } from '@writethru/domain';

import { DOCUMENT_KINDS } from './documents.ts';
import { decodeUtf8, faultyItem, type ItemDefaults, readSourceItem, type SourceItem } from './source-item.ts';
import { LONGEST_ITEM_BYTES, type Piece, splitLines } from './split-lines.ts';
import { splitValues } from './split-values.ts';

const STANDARD_INPUT = '-';
const KINDS = ['.jsonl.gz', '.jsonl', '.json', '.txt'] as const;
type Kind = (typeof KINDS)[number];

/**
 * Checks before anything is sent that every file is there and of a kind that we read, and that a text has a provider.
 * Throws AppError (`invalid_input`) naming the first that is not.
 */
export async function checkFiles(files: readonly string[], defaults: ItemDefaults): Promise<void> {
  for (const file of files) {
    if (file === STANDARD_INPUT) continue;
    const kind = isDocument(file) ? null : kindOf(file);
    const found = await stat(file).catch(() => null);
    if (found === null) throw new AppError('invalid_input', `${file}: no such file.`);
    if (found.isDirectory())
      throw new AppError('invalid_input', `${file} is a folder: name the files in it.`);
    if (kind === '.txt' && defaults.provider === undefined) {
      throw new AppError('invalid_input', `${file}: a text file does not say who sent it. Use --provider.`);
    }
  }
}

/** The articles of `files`, one after the other; `onOpen` gets each file that is streamed. Throws AppError when a file cannot be read to its end. */
export async function* readFiles(
  files: readonly string[],
  stdin: Readable,
  defaults: ItemDefaults,
  onOpen: (file: ReadStream) => void = () => {},
): AsyncGenerator<SourceItem> {
  for (const file of files) {
    try {
      if (file !== STANDARD_INPUT && kindOf(file) === '.txt') yield await readText(file, defaults);
      else for await (const piece of openPieces(file, stdin, onOpen)) yield toItem(file, piece, defaults);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError('invalid_input', `${file}: ${reason}`, { cause: error });
    }
  }
}

function isDocument(file: string): boolean {
  return DOCUMENT_KINDS.some((kind) => file.toLowerCase().endsWith(kind));
}

/** Whether a file's name says that it is of a kind that we read. */
export function isReadable(file: string): boolean {
  return isDocument(file) || KINDS.some((ending) => file.toLowerCase().endsWith(ending));
}

function kindOf(file: string): Kind {
  const kind = KINDS.find((ending) => file.toLowerCase().endsWith(ending));
  if (kind === undefined)
    throw new AppError(
      'invalid_input',
      `${file}: not one of ${[...KINDS.toReversed(), ...DOCUMENT_KINDS].join(', ')}.`,
    );
  return kind;
}

function toItem(file: string, piece: Piece, defaults: ItemDefaults): SourceItem {
  return readSourceItem({ file, position: piece.position }, piece.bytes, defaults);
}

/** The articles of a file that holds a list, or of standard input, as bytes with their places. */
export function openPieces(
  file: string,
  stdin: Readable,
  onOpen: (file: ReadStream) => void,
): AsyncGenerator<Piece> {
  if (file === STANDARD_INPUT) return splitLines(stdin);
  const bytes = createReadStream(file);
  onOpen(bytes);
  const kind = kindOf(file);
  if (kind === '.json') return splitValues(bytes);
  if (kind === '.jsonl') return splitLines(bytes);
  const inflated = createGunzip();
  bytes.on('error', (error) => inflated.destroy(error));
  return splitLines(bytes.pipe(inflated));
}

/** A text is one article: its guid is the file's name, its headline is left to the text. */
async function readText(file: string, defaults: ItemDefaults): Promise<SourceItem> {
  const place = { file, position: 1 };
  const bytes = await readFile(file);
  if (bytes.length > LONGEST_ITEM_BYTES) return faultyItem(place, 'too long to be an article');
  const body = decodeUtf8(bytes);
  if (body === null) return faultyItem(place, 'not UTF-8');
  const guid = path.basename(file).slice(0, -'.txt'.length);
  return {
    ...place,
    json: JSON.stringify({ ...defaults, guid, body }),
    provider: defaults.provider ?? null,
    guid,
    hasVersion: false,
    fault: null,
  };
}

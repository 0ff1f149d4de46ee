import { readFileSync } from 'node:fs';
import path from 'node:path';

import { AppError } from '@writethru/domain';

import type { ServiceOptions } from './options.ts';

const DEFAULT_URL = 'http://127.0.0.1:3000';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface ServiceAddress {
  /** Without a slash at the end. */
  url: string;
  key: string;
  /** Where the key comes from, for messages: never the key itself. */
  keySource: string;
}

/**
 * The service that a command means, and the key for it.
 * Throws AppError: `invalid_input` for a URL that is none, `unauthenticated` where there is no key.
 */
export function findService(
  options: ServiceOptions,
  env: Readonly<Record<string, string | undefined>>,
  checkoutFolder: string,
): ServiceAddress {
  const dataFolder = findDataFolder(env, checkoutFolder);
  const announced = readLine(path.join(dataFolder, 'url'));
  const url = parseUrl(
    options.queryUrl ?? options.url ?? nonEmpty(env['WRITETHRU_URL']) ?? announced ?? DEFAULT_URL,
  );
  const given = nonEmpty(env['WRITETHRU_KEY']);
  if (given !== null) return { url: url.text, key: given, keySource: 'WRITETHRU_KEY' };
  const keyFile = path.join(dataFolder, 'admin-key');
  const key = readLine(keyFile);
  if (key === null) {
    throw new AppError(
      'unauthenticated',
      `There is no key: set WRITETHRU_KEY, or start the service, which keeps one in ${keyFile}.`,
    );
  }
  // The key of this machine's service is nobody else's business.
  const isOurs = LOOPBACK.has(url.hostname) || (announced !== null && parseUrl(announced).text === url.text);
  if (!isOurs) {
    throw new AppError(
      'unauthenticated',
      `Set WRITETHRU_KEY: the key in ${keyFile} is not sent to ${url.hostname}.`,
    );
  }
  return { url: url.text, key, keySource: keyFile };
}

/** The data folder. A relative one means the same as to `npm start`, which always runs in the checkout. */
export function findDataFolder(
  env: Readonly<Record<string, string | undefined>>,
  checkoutFolder: string,
): string {
  return path.resolve(checkoutFolder, env['WRITETHRU_DATA_DIR'] || '.data');
}

function parseUrl(text: string): { text: string; hostname: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username !== '' ||
    url.search !== ''
  ) {
    throw new AppError('invalid_input', 'The URL of the service must look like http://127.0.0.1:3000.');
  }
  return { text: (url.origin + url.pathname).replace(/\/+$/, ''), hostname: url.hostname };
}

function nonEmpty(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text.trim();
}

function readLine(file: string): string | null {
  try {
    return nonEmpty(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new AppError('unauthenticated', `Cannot read ${file}.`, { cause: error });
  }
}

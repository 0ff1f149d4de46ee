import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { countLiveApiKeys, createApiKey, type Pool } from '@writethru/store';

/** Where the first key lies: readable by its owner alone. */
export function keyFileOf(dataFolder: string): string {
  return path.join(dataFolder, 'admin-key');
}

/**
 * Makes sure that someone can get in: where the store has no key, or where it is our own and the key file is gone, one
 * for everything is made and written to the data folder, mode 0600. The key is never printed or logged.
 * Answers the key, or null where the store has keys that are not in this folder.
 */
export async function ensureFirstKey(
  pool: Pool,
  dataFolder: string,
  options: { isOwnStore: boolean },
): Promise<string | null> {
  const file = keyFileOf(dataFolder);
  const hasKeys = (await countLiveApiKeys(pool)) > 0;
  if (hasKeys && existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (hasKeys && !options.isOwnStore) return null;
  const { key } = await createApiKey(pool, {
    holder: 'first start',
    holderKind: 'system',
    scopes: ['admin'],
  });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  // `mode` above counts only for a new file.
  chmodSync(file, 0o600);
  return key;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Account } from './ledger.ts';
import type { Scene } from './scene.ts';

/** Posts forty articles, of which `a7` makes every clusterer `how`. Answers what it came to, and how often it struck. */
export async function postPoison(
  scene: Scene,
  how: 'kill' | 'throw',
): Promise<{ account: Account; strikes: number }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-poison-'));
  const onlyFor = path.join(folder, 'ids');
  scene.run('intake');
  await scene.ledger.post(40);
  writeFileSync(onlyFor, scene.ledger.accepted.get('a7')!);
  const fault = { at: 'after_publish', do: how, onlyFor } as const;
  const clusterer = scene.run('clusterer', { fault, isFaultKept: true });
  const account = await scene.ledger.settle(scene.pool);
  rmSync(folder, { recursive: true });
  return { account, strikes: clusterer.faults };
}

/**
 * Puts archives into the store of DATABASE_URL and clusters them: the far end of `writethru import`, which reads the
 * files. Frames come by standard input, see `archive/read-frames.ts`; what becomes of them is said by the channel of the
 * parent process. Ends with 1 where that can't be done.
 */
import { AppError } from '@writethru/domain';
import { readShingleSeed } from '@writethru/fingerprint';
import { createLogger, loadServiceConfig } from '@writethru/runtime';
import { getActiveAlgorithm, openImport, openPool } from '@writethru/store';

import type { ArchiveDefaults } from './archive/archive-piece.ts';
import { readFrames } from './archive/read-frames.ts';
import { runImport, type ArchiveEntry } from './archive/run-import.ts';
import { TextCache } from './text-cache.ts';

const CONNECTIONS = 4;
const TEXTS_BYTES = 256 * 2 ** 20;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

const tell = (message: Record<string, unknown>): void => void process.send?.(message);

try {
  const config = loadServiceConfig(process.env);
  const defaults = JSON.parse(process.argv.at(-1) ?? '{}') as ArchiveDefaults;
  const logger = createLogger({ service: 'import', level: config.logLevel });
  const pool = openPool(config.databaseUrl, {
    maxConnections: CONNECTIONS,
    applicationName: 'writethru-import',
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const { seed } = await getActiveAlgorithm(pool);
  const starts = new Map<number, number>();
  let isEnded = false;
  const entries = async function* (): AsyncGenerator<ArchiveEntry> {
    let open = { id: 0, file: '' };
    for await (const { header, bytes } of readFrames(process.stdin)) {
      if (header.kind === 'open') {
        const held = await openImport(pool, { key: header.key, name: header.file });
        open = { id: held.id, file: header.file };
        starts.set(held.id, held.piecesDone);
        tell({ kind: 'opened', ...held });
      } else if (header.kind === 'piece') {
        const { position, reading, guid } = header;
        yield { piece: { importId: open.id, file: open.file, position, reading, guid, text: decode(bytes) } };
      } else if (header.kind === 'close') yield { importId: open.id, isEnd: true };
      else {
        isEnded = true;
        return;
      }
    }
  };
  await runImport(
    {
      pool,
      texts: new TextCache(TEXTS_BYTES),
      seed: readShingleSeed(seed),
      log: logger,
      maxAttempts: config.maxAttempts,
      leaseMs: 30_000,
      leadPolicy: config.leadPolicy,
      defaults,
      maxBytes: config.bodyLimitBytes,
      startOf: (importId) => starts.get(importId) ?? 0,
      report: ({ accepted, repeated, refused }) => {
        for (const { file, position, guid, error } of refused) {
          const [fault] = error.faults;
          const reason = fault === undefined ? error.message : `${fault.pointer} ${fault.detail}`;
          tell({ kind: 'refused', file, position, guid, reason });
        }
        tell({ kind: 'step', accepted, repeated, refused: refused.length });
      },
    },
    entries(),
  );
  await pool.end();
  if (!isEnded) throw new AppError('malformed', 'The files broke off.');
  tell({ kind: 'done' });
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
} finally {
  process.disconnect?.();
  process.stdin.destroy();
}

function decode(bytes: Buffer): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

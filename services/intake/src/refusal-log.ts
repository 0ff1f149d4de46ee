import type { AppError } from '@writethru/domain';
import { keepRefusals, type Pool, type Refusal } from '@writethru/store';

/** Whose item was refused, as far as it could be read. */
export interface RefusedItem {
  provider: string;
  feed?: string | undefined;
  guid?: string | undefined;
}

/** Remembers what was refused, for people to see. */
export interface RefusalLog {
  note(item: RefusedItem, error: AppError): void;
}

const FLUSH_AFTER_MS = 500;
/** More than fifty of a feed are not kept anyway, so a flood may lose some. */
const MAX_WAITING = 500;

/**
 * Makes the log. It writes behind the answers, half a second later and many at once; what can't be written is
 * forgotten, as the caller has been told.
 */
export function makeRefusalLog(pool: Pool): RefusalLog {
  let waiting: Refusal[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    const refusals = waiting;
    waiting = [];
    keepRefusals(pool, refusals).catch(() => {});
  };
  return {
    note({ provider, feed, guid }, error) {
      if (waiting.length >= MAX_WAITING) return;
      const [fault] = error.faults;
      waiting.push({
        provider,
        feed: feed ?? '',
        // What was erased is not to be named again.
        guid: error.code === 'gone' ? null : (guid ?? null),
        code: error.code,
        pointer: fault?.pointer ?? null,
        detail: fault?.detail ?? error.message,
      });
      timer ??= setTimeout(flush, FLUSH_AFTER_MS).unref();
    },
  };
}

import {
  holdSession,
  readIdMark,
  readKeysAfter,
  readKeysOf,
  readNews,
  type Db,
  type FingerprintRef,
  type HeldSession,
  type IdMark,
  type Pool,
  type TextKeys,
  type TextRange,
} from '@writethru/store';

import type { AlgorithmInForce } from '../algorithm-in-force.ts';
import { KeyIndex } from './key-index.ts';
import { firstOfMonth, lastOfMonth, orderByUse } from './month-days.ts';

/** As `HeldKeys.findSharers`, here or by a port. */
export type FindSharers = (
  texts: readonly TextKeys[],
  algorithm: AlgorithmInForce,
) => Promise<readonly FingerprintRef[] | null>;

const DEFAULT_MAX_TEXTS = 300_000;
/** Texts that are read at once: some 10 MB on their way. */
const PAGE_TEXTS = 10_000;
/** Several of each lane. */
const RECENT_CALLS = 8;
/** So often another server may answer than before: by a pooler it may be each time, and all would be read anew. */
const MAX_CHANGES = 3;

export interface HeldKeysOptions {
  pool: Pool;
  windowDays: number;
  /** Texts that are held at most. At 50 keys a text a thousand take less than a megabyte. Default 300,000. */
  maxTexts?: number;
}

/**
 * The index keys of an import's texts in memory, and of all that others publish beside it. It answers a search only
 * where it holds all that was committed before the search was begun. That is so, because
 *
 * 1. every transaction that may hold an id up to the mark's `lastId` was among the mark's writers or had ended. When none
 *    of them is left, all of those ids are committed or never will be, for every snapshot from then on: the mark is
 *    settled. That is asked before anything is read, so a month read in the same call or later has all settled ids;
 * 2. each call reads the held months' ids above the mark that was settled before it, in a snapshot that is newer than the
 *    call. So whatever was committed before the call is in memory at its end, be its id above the mark or not;
 * 3. a month is read by several snapshots, all newer than the call. What they miss was committed after the call was
 *    begun, so is not settled, and a later call reads it;
 * 4. who commits after the call was begun has yet to search. The texts of this call were committed before, so it finds
 *    them. Whose id is rolled back is never seen;
 * 5. ids are taken again where a server crashes or a standby takes its place, and no session of a server outlives either.
 *    All is read by one, and forgotten where another answers. A call is one transaction: a pooler can't change servers in
 *    its midst. Where one does between calls nothing is proven for long, so after a few times it is given up.
 *
 * What a quarantine or an erasure takes away stays in memory: where a text is gone that this has found, ask Postgres. So
 * does one that retention has emptied: an article may join what Postgres would not have found any more.
 */
export class HeldKeys {
  private readonly pool: Pool;
  private readonly windowDays: number;
  private readonly maxTexts: number;
  private index = new KeyIndex();
  private fingerprintVersion: number | null = null;
  private session: HeldSession | null = null;
  /** The mark that waits for its writers. */
  private mark: IdMark | null = null;
  /** The last id of the last mark that was settled; null before the first. */
  private settledId: number | null = null;
  /** Months that were read, by their first day. */
  private readonly months = new Set<number>();
  /** Days that were read and are not held any more. */
  private readonly lost = new Set<number>();
  /** The windows of the last calls, of several lanes: what they need is given up last. */
  private readonly recent: ReadonlySet<number>[] = [];
  private server: string | null = null;
  private changes = 0;
  private last: Promise<unknown> = Promise.resolve();
  /** Rows that were read from Postgres so far, by id alone or with their keys. */
  readCount = 0;

  constructor({ pool, windowDays, maxTexts = DEFAULT_MAX_TEXTS }: HeldKeysOptions) {
    this.pool = pool;
    this.windowDays = windowDays;
    this.maxTexts = maxTexts;
  }

  /**
   * As `findKeySharers` of the store, from memory. The texts are all of the algorithm's fingerprint version, and were
   * committed before the call. Null where it can't be proven that all is held: in the first calls, while those who had
   * begun before them still write; where a day of the window has more texts than may be held, or was given up for others
   * that were needed. Then Postgres has to be asked. Another fingerprint version than before begins anew.
   * Calls run one after the other. Throws AppError as `queryRows` does: then all is forgotten, and the next call begins
   * anew.
   */
  findSharers(texts: readonly TextKeys[], algorithm: AlgorithmInForce): Promise<FingerprintRef[] | null> {
    const answer = this.last.then(() => this.answer(texts, algorithm));
    this.last = answer.catch(() => {});
    return answer;
  }

  /** Forgets everything and gives its connection back, when the calls under way have ended. Before the pool ends. */
  async close(): Promise<void> {
    await this.last;
    this.end();
  }

  private async answer(
    texts: readonly TextKeys[],
    { fingerprintVersion, stopKeys }: AlgorithmInForce,
  ): Promise<FingerprintRef[] | null> {
    if (fingerprintVersion !== this.fingerprintVersion) this.forget();
    this.fingerprintVersion = fingerprintVersion;
    const needed = this.listNeeded(texts);
    this.recent.push(needed);
    if (this.recent.length > RECENT_CALLS) this.recent.shift();
    this.addAll(texts);
    if (this.hasLost(needed) || this.changes > MAX_CHANGES) return null;
    try {
      this.session ??= await holdSession(this.pool);
      const isHeld = await this.session.run((client) => this.complete(client, texts, needed));
      if (!isHeld || this.hasLost(needed)) return null;
    } catch (error) {
      this.end();
      throw error;
    }
    return this.index.find(texts, this.windowDays, stopKeys);
  }

  /** Reads what is missing. Answers whether it can be proven that nothing is. */
  private async complete(
    client: Db,
    texts: readonly TextKeys[],
    needed: ReadonlySet<number>,
  ): Promise<boolean> {
    const mark = await readIdMark(client);
    if (mark === null) return false;
    if (mark.server !== this.server) {
      if (this.server !== null) this.changes++;
      this.forget();
      this.server = mark.server;
    }
    const settling = this.settle(mark);
    if (settling === null) return false;
    await this.readNews(client);
    for (const month of new Set([...needed].map(firstOfMonth)))
      if (!this.months.has(month) && !this.hasLost(needed)) await this.readMonth(client, month, needed);
    this.addAll(texts);
    this.settledId = settling;
    return true;
  }

  /** Answers up to which id all is settled from now on; null before the first mark is. */
  private settle(mark: IdMark): number | null {
    const waiting = this.mark ?? mark;
    const isSettled = [...waiting.writers].every((writer) => !mark.writers.has(writer));
    if (!isSettled) {
      this.mark = waiting;
      return this.settledId;
    }
    // With nobody writing the new mark is settled, too.
    this.mark = mark.writers.size === 0 ? null : mark;
    return mark.writers.size === 0 ? mark.lastId : waiting.lastId;
  }

  /** Own texts are most of the news, and known by then: so ids come first. */
  private async readNews(client: Db): Promise<void> {
    if (this.months.size === 0 || this.settledId === null) return;
    const months = [...this.months];
    const range = this.rangeOf(Math.min(...months), lastOfMonth(Math.max(...months)));
    const news = await readNews(client, range, this.settledId);
    const unknown = news.filter(({ id, day }) => this.isHeld(day) && !this.index.has(id));
    this.readCount += news.length;
    for (let at = 0; at < unknown.length; at += PAGE_TEXTS) {
      const texts = await readKeysOf(client, unknown.slice(at, at + PAGE_TEXTS));
      this.readCount += texts.length;
      this.addAll(texts);
    }
  }

  /** A month with too many texts is given up, every day of it: what was read of it is a part. */
  private async readMonth(client: Db, first: number, needed: ReadonlySet<number>): Promise<void> {
    const last = lastOfMonth(first);
    this.months.add(first);
    let afterId = 0;
    for (let read = 0; ;) {
      const texts = await readKeysAfter(client, this.rangeOf(first, last), afterId, PAGE_TEXTS);
      read += texts.length;
      this.readCount += texts.length;
      this.addAll(texts);
      if (read > this.maxTexts || this.hasLost(needed)) break;
      if (texts.length < PAGE_TEXTS) return;
      afterId = texts.at(-1)!.id;
    }
    for (let day = first; day <= last; day++) this.lose(day);
  }

  /** Adds those of held days. Where that is too many, gives days up. */
  private addAll(texts: readonly TextKeys[]): void {
    for (const text of texts) if (this.isHeld(text.day)) this.index.add(text, text.keys);
    if (this.index.size <= this.maxTexts) return;
    for (const day of orderByUse(this.index.days(), this.recent)) {
      if (this.index.size <= this.maxTexts) return;
      this.lose(day);
    }
  }

  private rangeOf(firstDay: number, lastDay: number): TextRange {
    return { firstDay, lastDay, fingerprintVersion: this.fingerprintVersion! };
  }

  private isHeld(day: number): boolean {
    return this.months.has(firstOfMonth(day)) && !this.lost.has(day);
  }

  private hasLost(days: ReadonlySet<number>): boolean {
    for (const day of days) if (this.lost.has(day)) return true;
    return false;
  }

  private lose(day: number): void {
    this.index.dropDay(day);
    this.lost.add(day);
  }

  private listNeeded(texts: readonly TextKeys[]): Set<number> {
    const needed = new Set<number>();
    for (const { day } of texts)
      for (let near = day - this.windowDays; near <= day + this.windowDays; near++) needed.add(near);
    return needed;
  }

  private end(): void {
    this.session?.close();
    this.session = null;
    this.server = null;
    this.forget();
  }

  private forget(): void {
    this.index = new KeyIndex();
    this.mark = null;
    this.settledId = null;
    this.months.clear();
    this.lost.clear();
  }
}

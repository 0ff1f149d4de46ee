import type { AppError, Submission } from '@writethru/domain';

/** What a reader is told beside the document. */
export interface ReadOptions {
  /** Who sent it: wins over what the document says, but for our own JSON. */
  provider?: string | undefined;
  feed?: string | undefined;
  /** The identity of an article whose format or document has none. */
  guid?: string | undefined;
  publishedAt?: string | undefined;
  /** IANA name of the zone of times that come without one. Default that of the provider, else UTC. */
  timeZone?: string | undefined;
  /** By provider: the zones of those that have one. */
  timeZones?: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch: dates may not lie far beyond it. */
  nowMs: number;
  /** Is told who an item says that it is, as soon as that is read: what it is refused for may come later. */
  onIdentity?: (said: SentIdentity) => void;
}

/** What an item that can't be taken says of itself, as far as that can be read. */
export interface SentIdentity {
  provider?: string | undefined;
  feed?: string | undefined;
  guid?: string | undefined;
}

/** One article of a document: what it says, or why it can't be taken. */
export type ReadResult = { submission: Submission } | { error: AppError; sent: SentIdentity };

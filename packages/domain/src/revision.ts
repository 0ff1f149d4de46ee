/** An article already held under the same provider and guid. Hashes are hex. */
export interface HeldRevision {
  articleId: string;
  version: number;
  contentHash: string;
  /** Milliseconds since the epoch; null where the feed sends none. */
  versionCreatedMs: number | null;
}

export interface IncomingRevision {
  version: number | null;
  contentHash: string;
  versionCreatedMs: number | null;
}

export type RevisionVerdict =
  | { kind: 'new'; version: number }
  | { kind: 'repeat'; articleId: string; version: number }
  | { kind: 'taken'; articleId: string; version: number };

/**
 * What an incoming item is, given all revisions held of its guid.
 *
 * With a version: the same version and content is a repeat, the same version with other content is taken, and a
 * version not held is new. Without one: content equal to any held revision is a repeat, unless it is an older
 * revision's and the feed says, by a newer `versionCreated`, that it now stands again; else the next version.
 */
export function judgeRevision(held: readonly HeldRevision[], incoming: IncomingRevision): RevisionVerdict {
  if (incoming.version !== null) {
    const same = held.find((revision) => revision.version === incoming.version);
    if (!same) return { kind: 'new', version: incoming.version };
    const kind = same.contentHash === incoming.contentHash ? 'repeat' : 'taken';
    return { kind, articleId: same.articleId, version: same.version };
  }
  const newest = held.reduce<HeldRevision | undefined>(
    (best, revision) => (best === undefined || revision.version > best.version ? revision : best),
    undefined,
  );
  if (newest === undefined) return { kind: 'new', version: 0 };
  const equal = held
    .filter((revision) => revision.contentHash === incoming.contentHash)
    .reduce<HeldRevision | undefined>(
      (best, r) => (best === undefined || r.version > best.version ? r : best),
      undefined,
    );
  if (equal === undefined) return { kind: 'new', version: newest.version + 1 };
  const returns =
    equal !== newest &&
    incoming.versionCreatedMs !== null &&
    newest.versionCreatedMs !== null &&
    incoming.versionCreatedMs > newest.versionCreatedMs;
  return returns
    ? { kind: 'new', version: newest.version + 1 }
    : { kind: 'repeat', articleId: equal.articleId, version: equal.version };
}

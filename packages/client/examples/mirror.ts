import type { Client } from '@writethru/client';

/** The stories of a store as they stand: their ids, and how many versions each has. */
export interface Mirror {
  versionCounts: Map<string, number>;
  /** Of the last change that is in it. */
  position: number;
}

/** Makes a mirror of all stories, by folding all changes from the first. */
export async function buildMirror(client: Client): Promise<Mirror> {
  const mirror: Mirror = { versionCounts: new Map(), position: 0 };
  await catchUp(client, mirror);
  return mirror;
}

/** Brings a mirror up to date: after a restart, from the position that was kept. */
export async function catchUp(client: Client, mirror: Mirror): Promise<void> {
  for await (const change of client.changes(mirror.position)) {
    mirror.position = change.position;
    if (change.storyId === null || change.data.versionCount === undefined) {
      if (change.type === 'story.merged' && change.storyId !== null)
        mirror.versionCounts.delete(change.storyId);
      continue;
    }
    if (change.data.versionCount === 0) mirror.versionCounts.delete(change.storyId);
    else mirror.versionCounts.set(change.storyId, change.data.versionCount);
  }
}

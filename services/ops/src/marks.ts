import type { OpsAction, OpsProcess } from '@writethru/store';

/** Something that happened to the service, to be seen beside its figures. */
export interface Mark {
  at: Date;
  text: string;
}

/** The starts of processes within a range; those of one minute and service are one. */
export function listStarts(processes: readonly OpsProcess[], from: Date): Mark[] {
  const starts = new Map<string, Mark>();
  for (const { service, version, startedAt } of processes) {
    const at = new Date(startedAt);
    if (at < from) continue;
    starts.set(`${startedAt.slice(0, 16)} ${service}`, { at, text: `${service} ${version} started` });
  }
  return [...starts.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Pauses and resumes within a range. */
export function listPauses(actions: readonly OpsAction[], from: Date): Mark[] {
  return actions
    .filter(({ kind, createdAt }) => (kind === 'pause' || kind === 'resume') && createdAt >= from)
    .map(({ kind, actor, createdAt }) => ({ at: createdAt, text: `${kind} by ${actor}` }));
}

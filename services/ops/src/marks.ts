import type { OpsMark } from '@writethru/store';

/** What a mark says beside the figures. */
export function describeMark({ kind, who, version }: OpsMark): string {
  if (kind === 'start') return `${who} ${version} started`;
  if (kind === 'replay') return `replay to version ${version} by ${who}`;
  if (kind === 'replay_end') return `replay to version ${version}: ${who}`;
  return `${kind} by ${who}`;
}

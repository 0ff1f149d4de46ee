import { startLoop, type Loop } from '@writethru/runtime';

import { pushChanges, type PushDeps } from './push-changes.ts';

const LOOK_EVERY_MS = 500;

/** Starts to push changes to webhooks. Any number of processes may; each webhook is served by one at a time. */
export function startWebhooks(deps: PushDeps): Loop {
  return startLoop(() => pushChanges(deps), {
    everyMs: LOOK_EVERY_MS,
    onError: (error) => deps.log.warn({ err: error }, 'pushing changes failed; it will try again'),
  });
}

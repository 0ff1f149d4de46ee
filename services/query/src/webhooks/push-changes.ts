import {
  advanceWebhook,
  claimWebhooks,
  failWebhook,
  listChanges,
  type ChangeRow,
  type DueWebhook,
  type Pool,
} from '@writethru/store';

import { deliver, type DeliveryOutcome } from './deliver.ts';
import { signDelivery } from './sign.ts';

export interface PushDeps {
  pool: Pool;
  /** For a receiver in one's own network. */
  allowsPrivate: boolean;
  log: { warn(facts: Record<string, unknown>, message: string): void };
  /** Pause before a second try, doubling up to an hour. Default 5,000. */
  firstRetryMs?: number;
  /** Failure for longer than this ends a webhook. Default five days. */
  giveUpAfterMs?: number;
}

const MAX_WEBHOOKS = 10;
/** More than all deliveries of a turn can take. */
const LEASE_SECONDS = 600;
const MAX_DELIVERIES = 20;
const MAX_RETRY_MS = 3_600_000;
const GIVE_UP_AFTER_MS = 5 * 24 * 3_600_000;

/** Delivers what is due to each webhook, in order. Answers whether there may be more. Any number of processes may. */
export async function pushChanges(deps: PushDeps): Promise<boolean> {
  const due = await claimWebhooks(deps.pool, MAX_WEBHOOKS, LEASE_SECONDS);
  await Promise.all(due.map((webhook) => pushTo(deps, webhook)));
  return due.length > 0;
}

async function pushTo(deps: PushDeps, webhook: DueWebhook): Promise<void> {
  const page = await listChanges(deps.pool, webhook.position, webhook, MAX_DELIVERIES);
  let at = webhook.position;
  for (const change of page.changes) {
    const outcome = await deliverChange(deps, webhook, change);
    if (!('status' in outcome) || outcome.status < 200 || outcome.status > 299) {
      // What was delivered before it is not delivered again.
      if (at > webhook.position) await advanceWebhook(deps.pool, webhook, at);
      await fail(deps, webhook, outcome);
      return;
    }
    at = change.position;
  }
  await advanceWebhook(deps.pool, webhook, page.position);
}

function deliverChange(deps: PushDeps, webhook: DueWebhook, change: ChangeRow): Promise<DeliveryOutcome> {
  const body = JSON.stringify({ type: change.type, timestamp: change.at.toISOString(), data: change });
  const delivery = {
    // A store that was restored gives positions anew: then the time tells the change from one that was told before.
    id: `change_${change.position}_${change.at.getTime()}`,
    timestampSeconds: Math.floor(Date.now() / 1000),
    body,
  };
  const headers = signDelivery(delivery, webhook.secrets);
  return deliver(webhook.url, { body, headers }, { allowsPrivate: deps.allowsPrivate });
}

async function fail(deps: PushDeps, webhook: DueWebhook, outcome: DeliveryOutcome): Promise<void> {
  const fault = 'fault' in outcome ? outcome.fault : `answered ${outcome.status}`;
  const isOver =
    webhook.failingForMs > (deps.giveUpAfterMs ?? GIVE_UP_AFTER_MS) ||
    ('status' in outcome && outcome.status === 410);
  const asked = 'retryAfterSeconds' in outcome ? (outcome.retryAfterSeconds ?? 0) * 1000 : 0;
  const pauseMs = Math.min(
    MAX_RETRY_MS,
    Math.max(asked, (deps.firstRetryMs ?? 5_000) * 2 ** Math.min(webhook.failures, 20)),
  );
  // Many webhooks of one receiver should not all come back at once.
  const retryAfterMs = isOver ? null : pauseMs * (0.8 + 0.4 * Math.random());
  await failWebhook(deps.pool, webhook.id, fault, retryAfterMs);
  deps.log.warn(
    { webhookId: webhook.id, fault, failures: webhook.failures + 1 },
    isOver ? 'a webhook was stopped' : 'a webhook delivery failed',
  );
}

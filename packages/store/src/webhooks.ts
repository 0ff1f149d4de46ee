import { randomBytes } from 'node:crypto';

import { newId, type EventCause, type EventType } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Db } from './pool.ts';

/** A webhook without its secrets. */
export interface Webhook {
  id: string;
  url: string;
  types: EventType[] | null;
  causes: EventCause[] | null;
  position: number;
  isActive: boolean;
  failures: number;
  failingSince: Date | null;
  lastFault: string | null;
  lastDeliveredAt: Date | null;
  createdAt: Date;
}

export interface NewWebhook {
  url: string;
  types: readonly EventType[] | null;
  causes: readonly EventCause[] | null;
}

const SECRET_BYTES = 32;

const COLUMNS = `id, url, types, causes, position, is_active as "isActive", failures, failing_since as "failingSince",
  last_fault as "lastFault", last_delivered_at as "lastDeliveredAt", created_at as "createdAt"`;

/** Makes a webhook that gets what happens from now on. Its secret is answered here and by a rotation alone. */
export async function createWebhook(
  db: Db,
  webhook: NewWebhook,
): Promise<{ webhook: Webhook; secret: Buffer }> {
  const secret = randomBytes(SECRET_BYTES);
  const made = await queryMaybeOne<Webhook>(
    db,
    `insert into webhooks (id, url, secret, types, causes, position)
     select $1, $2, $3, $4, $5, coalesce(max(position), 0) from events returning ${COLUMNS}`,
    [newId(), webhook.url, secret, webhook.types, webhook.causes],
  );
  return { webhook: made!, secret };
}

/** All webhooks, the oldest first. */
export async function listWebhooks(db: Db): Promise<Webhook[]> {
  return queryRows(db, `select ${COLUMNS} from webhooks order by created_at, id`);
}

/** Removes a webhook; false where there is none. */
export async function deleteWebhook(db: Db, id: string): Promise<boolean> {
  return (await queryMaybeOne(db, 'delete from webhooks where id = $1 returning id', [id])) !== null;
}

/** A new secret; the old one goes on signing for a day. Null where there is no such webhook. */
export async function rotateWebhookSecret(db: Db, id: string): Promise<Buffer | null> {
  const secret = randomBytes(SECRET_BYTES);
  const row = await queryMaybeOne(
    db,
    `update webhooks set previous_secret = secret, previous_until = now() + interval '1 day', secret = $2
      where id = $1 returning id`,
    [id, secret],
  );
  return row === null ? null : secret;
}

/**
 * Goes on after `position`: back for a replay, or where it was (null) after a stop. It is active from then on. Null
 * where there is no such webhook.
 */
export async function resumeWebhook(db: Db, id: string, position: number | null): Promise<Webhook | null> {
  return queryMaybeOne(
    db,
    `update webhooks set position = least(coalesce($2, position), (select coalesce(max(position), 0) from events)),
            is_active = true, failures = 0, failing_since = null, last_fault = null, next_try_at = now()
      where id = $1 returning ${COLUMNS}`,
    [id, position],
  );
}

/** A webhook to be delivered to. Secrets: the first is the newest. */
export interface DueWebhook {
  id: string;
  url: string;
  types: EventType[] | null;
  causes: EventCause[] | null;
  position: number;
  failures: number;
  failingForMs: number;
  secrets: Buffer[];
}

const CLAIM = `
with due as (
  select id from webhooks
   where is_active and next_try_at <= now() and position < (select coalesce(max(position), 0) from events)
   order by next_try_at limit $1 for update skip locked
)
update webhooks w set next_try_at = now() + make_interval(secs => $2) from due where w.id = due.id
returning w.id, w.url, w.types, w.causes, w.position, w.failures,
  coalesce(extract(epoch from now() - w.failing_since) * 1000, 0)::float8 as "failingForMs",
  case when w.previous_until > now() then array[w.secret, w.previous_secret] else array[w.secret] end as secrets`;

/** Takes webhooks for which there is something, for `leaseSeconds`; `limit` at most. */
export async function claimWebhooks(db: Db, limit: number, leaseSeconds: number): Promise<DueWebhook[]> {
  return queryRows(db, CLAIM, [limit, leaseSeconds]);
}

/** All up to `position` has been delivered or left out. A replay that was asked for meanwhile stands. */
export async function advanceWebhook(db: Db, due: DueWebhook, position: number): Promise<void> {
  await queryRows(
    db,
    `update webhooks set position = $3, failures = 0, failing_since = null, last_fault = null,
            last_delivered_at = now(), next_try_at = now()
      where id = $1 and position = $2`,
    [due.id, due.position, position],
  );
}

/** A delivery failed: tries again after `retryAfterMs`, or, where that is null, ends the webhook until someone resumes it. */
export async function failWebhook(
  db: Db,
  id: string,
  fault: string,
  retryAfterMs: number | null,
): Promise<void> {
  await queryRows(
    db,
    `update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, now()), last_fault = $2,
            is_active = $3::float8 is not null, next_try_at = now() + make_interval(secs => coalesce($3, 0) / 1000)
      where id = $1`,
    [id, fault, retryAfterMs],
  );
}

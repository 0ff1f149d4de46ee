import { holdOffErasures } from './erasing/hold-off.ts';
import { queryMaybeOne, queryRows, type Client, type Db, type Pool } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** The request that an Idempotency-Key stands for. */
interface IdempotentRequest {
  keyId: string;
  idempotencyKey: string;
  requestHash: Buffer;
}

/** `new`: this request is the first and must be finished or released. `answered`: with what the first one was. */
type IdempotentStart =
  { kind: 'new' } | { kind: 'answered'; answer: unknown } | { kind: 'under way' } | { kind: 'other request' };

// A first request that ended without a word after a minute is taken over: its process is gone.
const START = `
insert into idempotent_requests as r (key_id, idempotency_key, request_hash) values ($1, $2, $3)
on conflict (key_id, idempotency_key) do update set started_at = now(), request_hash = excluded.request_hash
  where r.answer is null and r.started_at < now() - interval '1 minute'
     or r.started_at < now() - interval '1 day'
returning 1`;

/** Begins a request under a key. Keys are remembered for a day. */
async function startIdempotent(db: Db, request: IdempotentRequest): Promise<IdempotentStart> {
  const { keyId, idempotencyKey, requestHash } = request;
  const values = [keyId, idempotencyKey, requestHash];
  if ((await queryMaybeOne(db, START, values)) !== null) return { kind: 'new' };
  const held = await queryMaybeOne<{ is_same: boolean; answer: unknown }>(
    db,
    `select request_hash = $3 as is_same, answer from idempotent_requests
      where key_id = $1 and idempotency_key = $2`,
    values,
  );
  if (held === null) return { kind: 'under way' };
  if (!held.is_same) return { kind: 'other request' };
  return held.answer === null ? { kind: 'under way' } : { kind: 'answered', answer: held.answer };
}

// An answer that names an article which was erased while it was made may quote it: it is forgotten, as the erasure forgets
// those that are kept. One that names the erasure was made after it.
const FINISH = `
with named as (
  select distinct m[1]::uuid as id
    from regexp_matches($3, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') as m
), erased as (
  select 1
    from named join article_identities i on i.id = named.id
    join articles a on a.id = i.id and a.effective_at = i.effective_at
   where a.text_gone = 'erased'
     and not exists (select 1 from erasures e where position(e.action_id::text in $3) > 0)
), forgotten as (
  delete from idempotent_requests
   where key_id = $1 and idempotency_key = $2 and exists (select 1 from erased)
)
update idempotent_requests set answer = $3::jsonb
 where key_id = $1 and idempotency_key = $2 and not exists (select 1 from erased)`;

/** Keeps the answer of a first request. Forgets keys of more than a day ago, some at a time. */
async function finishIdempotent(pool: Pool, request: IdempotentRequest, answer: object): Promise<void> {
  const finish = async (client: Client): Promise<void> => {
    await holdOffErasures(client);
    await queryRows(client, FINISH, [request.keyId, request.idempotencyKey, JSON.stringify(answer)]);
  };
  await inTransaction(pool, finish, { isByIndex: true });
  await queryRows(
    pool,
    `delete from idempotent_requests where (key_id, idempotency_key) in (
       select key_id, idempotency_key from idempotent_requests where started_at < now() - interval '1 day'
        order by key_id, idempotency_key limit 10 for update skip locked)`,
  );
}

/** Forgets a first request that was refused: it had no effect, so it may be sent again. */
async function releaseIdempotent(db: Db, request: IdempotentRequest): Promise<void> {
  await queryRows(
    db,
    'delete from idempotent_requests where key_id = $1 and idempotency_key = $2 and answer is null',
    [request.keyId, request.idempotencyKey],
  );
}

/** The three of them over one pool: what the HTTP edge keeps answers with. */
export function makeIdempotencyStore(pool: Pool) {
  return {
    start: (request: IdempotentRequest): Promise<IdempotentStart> => startIdempotent(pool, request),
    finish: (request: IdempotentRequest, answer: object): Promise<void> =>
      finishIdempotent(pool, request, answer),
    release: (request: IdempotentRequest): Promise<void> => releaseIdempotent(pool, request),
  };
}

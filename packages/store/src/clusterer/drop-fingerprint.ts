import { queryMaybeOne, queryRows, type Client } from '../pool.ts';
import { dropDigestItems } from './digest-items.ts';

/** Removes a fingerprint that no article uses any more. Locked first, so that no publish can take it up meanwhile. */
export async function dropFingerprint(client: Client, fingerprintId: number): Promise<void> {
  await queryRows(
    client,
    `select 1 from fingerprints f join component_members m on m.fingerprint_id = f.id and m.day = f.day
      where m.fingerprint_id = $1 for update of f`,
    [fingerprintId],
  );
  const used = await queryMaybeOne(
    client,
    'select 1 from article_identities where fingerprint_id = $1 limit 1',
    [fingerprintId],
  );
  if (used !== null) return;
  await queryRows(
    client,
    `delete from fingerprints f using component_members m
      where m.fingerprint_id = $1 and f.id = m.fingerprint_id and f.day = m.day`,
    [fingerprintId],
  );
  await queryRows(client, 'delete from links where a = $1 or b = $1', [fingerprintId]);
  await dropDigestItems(client, fingerprintId);
  await queryRows(client, 'delete from component_members where fingerprint_id = $1', [fingerprintId]);
}

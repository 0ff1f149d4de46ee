import { newId } from '@writethru/domain';

import type { Editor } from '../editing/record-edit.ts';
import { queryRows, type Client } from '../pool.ts';

const READ_COMPANIONS = `
select distinct o.provider, o.guid
  from versions v
  join versions o on o.story_id = v.story_id and (o.provider, o.guid) <> (v.provider, v.guid)
 where v.provider = $1 and v.guid = $2
 order by 1, 2`;

const INSERT = `
insert into editor_constraints (id, kind, a_provider, a_guid, b_provider, b_guid, actor, reason, action_id)
select n.id, 'must_link', $4, $5, n.provider, n.guid, $6, 'Frozen where it was when it was erased.', $7
  from unnest($1::uuid[], $2::text[], $3::text[]) as n (id, provider, guid)
 order by n.id`;

/**
 * Keeps an item together with all that is in its story with it: its text, by which they may have found each other, goes.
 */
export async function freezeItem(
  client: Client,
  item: { provider: string; guid: string },
  editor: Editor,
  actionId: string,
): Promise<void> {
  const others = await queryRows<{ provider: string; guid: string }>(client, READ_COMPANIONS, [
    item.provider,
    item.guid,
  ]);
  await queryRows(client, INSERT, [
    others.map(() => newId()),
    others.map(({ provider }) => provider),
    others.map(({ guid }) => guid),
    item.provider,
    item.guid,
    editor.actor,
    actionId,
  ]);
}

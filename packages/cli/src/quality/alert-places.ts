import type { Client } from '@writethru/client';

/**
 * Under which article each story of alerts alone hangs: guid of the alert, guid of the article. Those that hang under
 * none are left out. `guidOf` and `storyOf` are of all articles, by article id and by guid.
 */
export async function readAlertPlaces(
  client: Client,
  alertGuids: readonly string[],
  known: { guidOf: ReadonlyMap<string, string>; storyOf: ReadonlyMap<string, string> },
): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const guid of alertGuids) {
    const id = known.storyOf.get(guid);
    if (id === undefined) continue;
    const { related } = await client.getStory({ id });
    const place = related.find(
      ({ ownArticleId, evidence }) => evidence.rule === 'alert' && known.guidOf.get(ownArticleId) === guid,
    );
    if (place !== undefined) places.set(guid, known.guidOf.get(place.articleId) ?? place.articleId);
  }
  return places;
}

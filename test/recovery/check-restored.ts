import { makeRoles, migrate } from '@writethru/store';

import { readHeld, type HeldArticle } from '../chaos/checks/articles.ts';
import { Mirror } from '../chaos/checks/feed.ts';
import { checkPartition } from '../chaos/checks/partition.ts';
import { waitForQuiet } from '../chaos/checks/quiet.ts';
import { checkStore } from '../chaos/checks/store.ts';
import type { SentCorpus } from '../chaos/load.ts';
import { nameArticle } from '../support/order/corpus.ts';
import { TEST_ROLE_PASSWORDS } from '../support/role-url.ts';
import { readNow } from './backups.ts';
import { startProduction } from './production.ts';
import { sendAgain } from './send-again.ts';
import { compareImages, type StoreImage } from './store-image.ts';
import type { ToolServer } from './tool-server.ts';

export interface Expected {
  /** What the source held at the moment to which the store was restored. */
  image: StoreImage;
  /** All that the client sent, and how it was answered: ids by name. */
  corpora: readonly SentCorpus[];
  accepted: ReadonlyMap<string, string>;
  /** What the source made of all of it in the end. */
  final: readonly HeldArticle[];
  prefix: string;
  key: string;
}

/** What was seen of one restored store. */
export interface Restored {
  way: string;
  /** From nothing to a server that takes writes. */
  restoreSeconds: number;
  tables: number;
  rows: number;
  articles: number;
  stories: number;
  position: number;
  /** Accepted after the moment, so not there. */
  lost: number;
  /** Of those that were sent again: held as before, under the same id. */
  sameId: number;
  /** Of those that were sent again: accepted anew, under an id of their own. */
  newId: number;
  /** Stories of the source that bear the same id here, and all of them. */
  sameStories: number;
  finalStories: number;
  /** What is not as it must be, in words. */
  findings: string[];
}

/**
 * Holds a restored store to what the source held; then starts the product on it, lets it finish what it had begun with,
 * sends everything again, and holds the stories to the rule and to the source's own.
 */
export async function checkRestored(
  server: ToolServer,
  way: string,
  restoreSeconds: number,
  expected: Expected,
): Promise<Restored> {
  const restored = await readNow(server);
  const findings = compareImages(expected.image, restored);
  // As after every restore: brings the schema up to date, and renews what names transactions of another server.
  await migrate(server.url());
  await makeRoles(server.url(), TEST_ROLE_PASSWORDS);
  const lost = [...expected.accepted.values()].filter((id) => !restored.articles.has(id));
  // Redis is left as it was: it names articles that are not there any more.
  const production = await startProduction(server.url(), `${server.folder}/services.log`, lost);
  try {
    const first = await waitForQuiet(production.pool, production.producer, 180_000);
    const again = await sendAgain(production.intakeUrls, expected, restored);
    const last = await waitForQuiet(production.pool, production.producer, 180_000);
    const held = await readHeld(production.pool, expected.prefix);
    const partition = await checkPartition(production.pool, expected.corpora, held);
    const stories = compareStories(expected.final, held);
    findings.push(
      ...[...first.left, ...last.left].map((left) => `left to do: ${left}`),
      ...again.findings,
      ...partition.split.map((names) => `split: ${names}`),
      ...partition.mixed.map((names) => `mixed: ${names}`),
      ...stories.findings,
      ...(await checkStore(production.pool)),
      ...(await new Mirror(production.queryUrl, expected.key).check()),
      ...production.listCrashes(),
    );
    return {
      way,
      restoreSeconds,
      tables: restored.tables.size,
      rows: [...restored.tables.values()].reduce((sum, { rows }) => sum + rows, 0),
      articles: restored.articles.size,
      stories: restored.tables.get('stories')?.rows ?? 0,
      position: restored.position,
      lost: lost.length,
      sameId: again.sameId,
      newId: again.newId,
      sameStories: stories.same,
      finalStories: stories.all,
      findings,
    };
  } finally {
    await production.close();
  }
}

/** The same articles are together, whatever the ids: stories follow from the articles alone. */
function compareStories(
  source: readonly HeldArticle[],
  restored: readonly HeldArticle[],
): { same: number; all: number; findings: string[] } {
  const [was, is] = [groupByStory(source), groupByStory(restored)];
  const members = new Set(is.values());
  const findings = [...was.values()]
    .filter((names) => !members.has(names))
    .map((names) => `no story of ${names}`);
  return { same: [...was].filter(([id, names]) => is.get(id) === names).length, all: was.size, findings };
}

function groupByStory(articles: readonly HeldArticle[]): Map<string, string> {
  const names = new Map<string, string[]>();
  for (const article of articles)
    if (article.storyId !== null)
      names.set(article.storyId, [...(names.get(article.storyId) ?? []), nameArticle(article)]);
  return new Map([...names].map(([id, members]) => [id, members.sort().join(' ')]));
}

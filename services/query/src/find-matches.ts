import {
  highlightTexts,
  listBodies,
  MATCH_START,
  MATCH_STOP,
  type Pool,
  type StorySummary,
  type Viewer,
} from '@writethru/store';
import { findRuns, toPlainText, toSearchQuery } from '@writethru/wire';

import { showTo } from './viewer.ts';

/** What matched in a story's lead: HTML, of which `<mark>` is the only markup. */
export interface Match {
  headline: string | null;
  snippet: string | null;
}

const SNIPPET_CHARACTERS = 20_000;
const RUN_CONTEXT_CHARACTERS = 60;

/** What a search matched in the leads of a page of stories, by story. Leads that may not be shown have none. */
export async function findMatches(
  pool: Pool,
  stories: readonly StorySummary[],
  query: string,
  viewer: Viewer,
): Promise<Map<string, Match>> {
  const shown = stories.filter(({ lead }) => lead !== null && showTo(viewer, lead.visibility).isShown);
  const bodies = await listBodies(
    pool,
    shown.map(({ lead }) => lead!.articleId),
  );
  const texts = shown.map(({ lead }) => ({
    headline: lead!.headline ?? '',
    body: toPlainText(bodies.get(lead!.articleId) ?? '').slice(0, SNIPPET_CHARACTERS),
    language: lead!.language,
  }));
  const marked = await highlightTexts(pool, texts, toSearchQuery(query));
  const runs = findRuns(query);
  return new Map(
    shown.map((story, at) => {
      const { headline, snippet } = marked[at]!;
      const body = runs.length === 0 ? snippet : cutAround(texts[at]!.body, runs, snippet);
      return [
        story.id,
        { headline: toHtml(markRuns(headline, runs)), snippet: toHtml(markRuns(body, runs)) },
      ];
    }),
  );
}

/** Postgres sees a run of a script without spaces as one word, so its piece of the body is found here. */
function cutAround(body: string, runs: readonly string[], otherwise: string): string {
  const at = runs.map((run) => body.indexOf(run)).find((place) => place >= 0);
  if (at === undefined) return otherwise;
  return body.slice(Math.max(0, at - RUN_CONTEXT_CHARACTERS), at + RUN_CONTEXT_CHARACTERS);
}

function markRuns(text: string, runs: readonly string[]): string {
  return runs.reduce((marked, run) => marked.replaceAll(run, MATCH_START + run + MATCH_STOP), text);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function toHtml(text: string): string | null {
  if (text === '') return null;
  return text
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!)
    .replaceAll(MATCH_START, '<mark>')
    .replaceAll(MATCH_STOP, '</mark>');
}

import { AppError } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Db } from '../pool.ts';
import { SEARCH_CONFIGS, searchConfigOf } from './search-config.ts';

/** A search, ready for the index. */
export interface Search {
  /** As people write it: words, "phrases", or, -not. */
  text: string;
  /** What any configuration makes of it, as one tsquery: finds all that can match. Null where nothing can. */
  any: string | null;
}

const PARSE = `
select string_agg('(' || t || ')', ' | ') as alternatives, bool_and(querytree(t::tsquery) not in ('', 'T')) as is_indexable
  from (select distinct websearch_to_tsquery(c::regconfig, $1)::text as t from unnest($2::text[]) c) parsed
 where t <> ''`;

/**
 * Parses a search in the form of wire's `toSearchQuery`. With a language, its configuration alone counts.
 * Throws AppError `malformed` for one that only says what not to find.
 */
export async function parseSearch(db: Db, text: string, language: string | null): Promise<Search> {
  const configs = language === null ? SEARCH_CONFIGS : [searchConfigOf(language)];
  const row = await queryMaybeOne<{ alternatives: string | null; is_indexable: boolean | null }>(db, PARSE, [
    text,
    configs,
  ]);
  if (row?.is_indexable === false) {
    throw new AppError('malformed', 'The search needs a word to look for, not only words to leave out.', {
      faults: [{ pointer: '?q', detail: 'needs a word to look for' }],
    });
  }
  return { text, any: row?.alternatives ?? null };
}

/** Stand around what matched: no stored text holds them, so they can be told from it. */
export const MATCH_START = '\u0002';
export const MATCH_STOP = '\u0003';

const HIGHLIGHT = `
select ts_headline(n.config::regconfig, n.headline, websearch_to_tsquery(n.config::regconfig, $4), $5 || 'HighlightAll=true') as headline,
       ts_headline(n.config::regconfig, n.body, websearch_to_tsquery(n.config::regconfig, $4), $5 || 'MaxFragments=2,MaxWords=30,MinWords=10') as snippet
  from unnest($1::text[], $2::text[], $3::text[]) with ordinality as n (headline, body, config, at)
 order by n.at`;

/** Marks what matches in plain texts: the headline as a whole, and the best pieces of the body. In the order given. */
export async function highlightTexts(
  db: Db,
  texts: readonly { headline: string; body: string; language: string | null }[],
  searchText: string,
): Promise<{ headline: string; snippet: string }[]> {
  if (texts.length === 0) return [];
  return queryRows(db, HIGHLIGHT, [
    texts.map((text) => text.headline),
    texts.map((text) => text.body),
    texts.map((text) => searchConfigOf(text.language)),
    searchText,
    `StartSel=${MATCH_START},StopSel=${MATCH_STOP},`,
  ]);
}

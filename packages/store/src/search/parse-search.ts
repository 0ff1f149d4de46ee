import { AppError } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';
import { SEARCH_CONFIGS, searchConfigOf } from './search-config.ts';

/** A search, ready for the index. */
export interface Search {
  /** As people write it: words, "phrases", or, -not. */
  text: string;
  /** What configurations make of it: a text is judged by its own. Empty where nothing can match. */
  readings: SearchReading[];
}

/** A tsquery, and the configurations that make it of a search. */
export interface SearchReading {
  query: string;
  configs: string[];
}

const PARSE = `
select query, array_agg(config) as configs, querytree(query::tsquery) not in ('', 'T') as is_indexable
  from (select config, websearch_to_tsquery(config::regconfig, $1)::text as query from unnest($2::text[]) config) parsed
 where query <> '' group by query order by query`;

/**
 * Parses a search in the form of wire's `toSearchQuery`. With a language, its configuration alone counts.
 * Throws AppError `malformed` for one that only says what not to find.
 */
export async function parseSearch(db: Db, text: string, language: string | null): Promise<Search> {
  const configs = language === null ? SEARCH_CONFIGS : [searchConfigOf(language)];
  const rows = await queryRows<SearchReading & { is_indexable: boolean }>(db, PARSE, [text, configs]);
  if (rows.some((row) => !row.is_indexable)) {
    throw new AppError('malformed', 'The search needs a word to look for, not only words to leave out.', {
      faults: [{ pointer: '?q', detail: 'needs a word to look for' }],
    });
  }
  return { text, readings: rows.map(({ query, configs: readBy }) => ({ query, configs: readBy })) };
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

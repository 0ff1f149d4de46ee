import { PROVIDERS, SEARCH_WORDS } from './made-stories.ts';

/** A request of the benchmark: its addresses take turns, so that no page is asked for all the time. */
export interface ListRequest {
  group: 'Filters' | 'Sorts and pages' | 'Search' | 'Look-ups' | 'Changes';
  name: string;
  paths: readonly string[];
}

/** What requests are made of: things that are in the store. */
export interface StoreFacts {
  startMs: number;
  endMs: number;
  storyIds: readonly string[];
  /** Those with the most versions. */
  largeStoryIds: readonly string[];
  articles: readonly { id: string; provider: string; guid: string }[];
  position: number;
  /** Of the hundredth page of a list, by its sort. */
  cursors: ReadonlyMap<string, string>;
}

const HOUR_MS = 3_600_000;
const TURNS = 20;
/** Two neighbouring characters of the made texts, a run of three, and one of four. */
const RUNS = ['東京', '新聞社', '首相国際', '台風', '病院警'];
/** Vocabulary of the made texts: some words of middling frequency. */
const SOME_WORDS = ['masuis', 'kimafu', 'telopa', 'dipael', 'locosufu', 'covuotma'];

/** Every list, filter, sort, search and look-up that is measured. */
export function listRequests(facts: StoreFacts): ListRequest[] {
  return [
    ...listFilters(facts),
    ...listSorts(facts),
    ...listSearches(facts),
    ...listLookups(facts),
    ...listChangePages(facts),
  ];
}

const turns = (make: (turn: number) => string): string[] =>
  Array.from({ length: TURNS }, (_, turn) => make(turn));

function stories(
  group: ListRequest['group'],
  name: string,
  ...queries: Record<string, string>[]
): ListRequest {
  return {
    group,
    name,
    paths: queries.map((query) => `/v1/stories?${new URLSearchParams(query).toString()}`),
  };
}

function listFilters({ startMs, endMs }: StoreFacts): ListRequest[] {
  const filter = (name: string, ...queries: Record<string, string>[]): ListRequest =>
    stories('Filters', name, ...queries);
  const timeAt = (turn: number, hours = 0): string =>
    new Date(startMs + ((endMs - startMs) * turn) / TURNS + hours * HOUR_MS).toISOString();
  const each = (make: (turn: number) => Record<string, string>): Record<string, string>[] =>
    Array.from({ length: TURNS }, (_, turn) => make(turn));
  return [
    filter('none', {}),
    filter('`from` and `to`, a day', ...each((turn) => ({ from: timeAt(turn), to: timeAt(turn, 24) }))),
    filter('`from`, half of all', { from: timeAt(TURNS / 2) }),
    filter('`to`, the oldest tenth', { to: timeAt(TURNS / 10) }),
    filter('`updatedSince`', ...each((turn) => ({ updatedSince: timeAt(turn) }))),
    filter('`provider`', ...PROVIDERS.map((provider) => ({ provider }))),
    filter('`provider`, one that sends nothing', { provider: 'nobody' }),
    filter('`language=en`', { language: 'en' }),
    filter('`language=en-GB`', { language: 'en-GB' }),
    filter('`language=zh`', { language: 'zh' }),
    filter('`urgency=1`', { urgency: '1' }),
    filter('`urgency=4`', { urgency: '4' }),
    filter('`pubStatus=usable`', { pubStatus: 'usable' }),
    filter('`pubStatus=canceled`', { pubStatus: 'canceled' }),
    filter('`pubStatus=withheld`', { pubStatus: 'withheld' }),
    filter('`relation=original`', { relation: 'original' }),
    filter('`relation=correction_of`', { relation: 'correction_of' }),
    filter('`relation=repeat_of`, which nothing is', { relation: 'repeat_of' }),
    filter('`minVersions=2`', { minVersions: '2' }),
    filter('`minVersions=30`', { minVersions: '30' }),
    filter('`minProviders=2`', { minProviders: '2' }),
    filter('`minProviders=10`', { minProviders: '10' }),
    filter('`alerts=all`', { alerts: 'all' }),
    filter('`alerts=alone`', { alerts: 'alone' }),
    filter('`provider`, `language` and `urgency`', { provider: 'wire-30', language: 'de', urgency: '2' }),
    filter('`count=estimate`', { count: 'estimate', minProviders: '2' }),
  ];
}

function listSorts({ cursors }: StoreFacts): ListRequest[] {
  const sort = (name: string, query: Record<string, string>): ListRequest =>
    stories('Sorts and pages', name, query);
  return [
    ...['updated', 'created', 'size'].flatMap((by) => [
      sort(`\`sort=${by}\``, { sort: by }),
      sort(`\`sort=${by}\`, page 100`, { sort: by, cursor: cursors.get(by) ?? '' }),
      sort(`\`sort=${by}\`, \`provider\``, { sort: by, provider: 'wire-20' }),
      sort(`\`sort=${by}\`, \`language=de\``, { sort: by, language: 'de' }),
    ]),
    sort('`limit=100`', { limit: '100' }),
    sort('`limit=100`, slim', { limit: '100', fields: 'id,versionCount' }),
  ];
}

function listSearches({ startMs, endMs }: StoreFacts): ListRequest[] {
  const search = (name: string, ...queries: Record<string, string>[]): ListRequest =>
    stories('Search', name, ...queries);
  const { everywhere, phrase, rare } = SEARCH_WORDS;
  const middle = new Date((startMs + endMs) / 2).toISOString();
  return [
    search('a rare word', { q: rare }),
    search('a word that no lead has', { q: 'quagga' }),
    search('some words', ...SOME_WORDS.map((q) => ({ q }))),
    search('a word of every lead', { q: everywhere }),
    search('a word of every lead, newest first', { q: everywhere, sort: 'updated' }),
    search('a word of every lead, one language', { q: everywhere, language: 'en' }),
    search('a word of every lead, one provider', { q: everywhere, provider: 'wire-30' }),
    search('a word of every lead, the older half', { q: everywhere, to: middle }),
    search('a rare word and one of every lead', { q: `${everywhere} ${rare}` }),
    search('two words', ...SOME_WORDS.slice(1).map((q, at) => ({ q: `${q} ${SOME_WORDS[at]}` }))),
    search('one word or another', { q: `${SOME_WORDS[0]} or ${SOME_WORDS[1]}` }),
    search('one word, and not another', { q: `${everywhere} -${SOME_WORDS[0]}` }),
    search('a phrase', { q: `"${phrase}"` }),
    search('Japanese and Chinese', ...RUNS.map((q) => ({ q }))),
    search('Japanese, in its language', { q: '東京', language: 'ja' }),
  ];
}

function listLookups(facts: StoreFacts): ListRequest[] {
  const { storyIds, largeStoryIds, articles } = facts;
  const lookup = (name: string, paths: readonly string[]): ListRequest => ({
    group: 'Look-ups',
    name,
    paths,
  });
  const ask = (path: string, query: Record<string, string>): string =>
    `${path}?${new URLSearchParams(query).toString()}`;
  return [
    lookup(
      'a story',
      storyIds.map((id) => `/v1/stories/${id}`),
    ),
    lookup(
      'a story of the largest',
      largeStoryIds.map((id) => `/v1/stories/${id}`),
    ),
    lookup(
      'a history',
      storyIds.map((id) => `/v1/stories/${id}/history`),
    ),
    lookup(
      'an article',
      articles.map(({ id }) => `/v1/articles/${id}`),
    ),
    lookup(
      'an article by provider and guid',
      articles.map(({ provider, guid }) => ask('/v1/articles', { provider, guid })),
    ),
    lookup(
      'articles',
      turns((turn) => ask('/v1/articles', { after: articles[turn % articles.length]!.id })),
    ),
    lookup(
      'articles of a provider',
      PROVIDERS.map((provider) => ask('/v1/articles', { provider })),
    ),
    lookup('articles in a state that none is in', ['/v1/articles?state=quarantined']),
    lookup('the backlog', ['/v1/backlog']),
    lookup('feeds', ['/v1/feeds']),
    lookup('providers', ['/v1/providers']),
  ];
}

function listChangePages({ position }: StoreFacts): ListRequest[] {
  const page = (name: string, make: (since: number) => string): ListRequest => ({
    group: 'Changes',
    name,
    paths: turns((turn) => make(Math.floor((position * turn) / TURNS))),
  });
  return [
    page('a page of 100', (since) => `/v1/changes?since=${since}`),
    page('a page of 1,000', (since) => `/v1/changes?since=${since}&limit=1000`),
    page('of one type', (since) => `/v1/changes?since=${since}&types=story.canceled`),
    page('of a type that nothing has', (since) => `/v1/changes?since=${since}&types=story.split`),
    page('past the last', () => `/v1/changes?since=${position}`),
  ];
}

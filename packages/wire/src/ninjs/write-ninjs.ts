import type { ArticleContent } from '@writethru/domain';

import { toPlainText } from '../text-body.ts';
import { isNinjsList, isNinjsProperty, NINJS_SCHEMA_URI, trimNinjsEntry } from './ninjs-schema.ts';
import { isRecord } from './upgrade-ninjs.ts';

/** An article that is held, as the formats that go out need it. */
export interface HeldArticle {
  articleId: string;
  provider: string;
  guid: string;
  version: number;
  versionCreated?: string;
  content: ArticleContent;
}

/** What stands for what ninjs has no property for. */
const ROLE = 'writethru';
const STANDARD = { name: 'ninjs', version: '3.1', schema: NINJS_SCHEMA_URI };

/**
 * An article as ninjs 3.1, which validates against IPTC's published schema whatever the article holds. What ninjs has
 * no property for is kept in the description with the role `writethru`, as JSON. The caller has made sure that the
 * article may be shown.
 */
export function writeNinjs(article: HeldArticle): Record<string, unknown> {
  const { content } = article;
  const item = new Map<string, unknown>();
  const rest = new Map<string, unknown>();
  const put = (name: string, value: unknown, field: string = name): void => {
    if (value === undefined) return;
    if (item.has(name)) rest.set(field, value);
    else if (isNinjsList(name) && Array.isArray(value)) putList(item, rest, name, value as unknown[], field);
    else if (isNinjsProperty(name, value)) item.set(name, value);
    else rest.set(field, value);
  };
  const extra = new Map(Object.entries(content.extra ?? {}));
  const takeList = (name: string): unknown[] => {
    const value = extra.get(name);
    if (!Array.isArray(value)) return [];
    extra.delete(name);
    return value as unknown[];
  };
  const isUri = isNinjsProperty('uri', article.guid);
  item.set('uri', isUri ? article.guid : `urn:uuid:${article.articleId}`);
  item.set('standard', STANDARD);
  item.set('type', extra.get('type') === 'composite' ? 'composite' : 'text');
  if (extra.get('type') === 'composite') extra.delete('type');
  item.set('version', String(article.version));
  put('versionCreated', article.versionCreated ?? content.publishedAt);
  if (content.publishedAt !== item.get('versionCreated')) put('publishedAt', content.publishedAt);
  item.set('pubStatus', content.pubStatus ?? 'usable');
  for (const name of ['embargoedUntil', 'expires', 'urgency', 'language', 'edNote', 'slugline'] as const) {
    put(name, content[name]);
  }
  put('by', content.byline, 'byline');
  const headline = content.headline === undefined ? [] : [{ role: 'main', value: content.headline }];
  put('headlines', [...headline, ...takeList('headlines')]);
  put('bodies', [...writeBody(content.body, extra), ...takeList('bodies')]);
  put('subjects', content.subjects);
  put('associations', content.associations);
  put('altIds', listAltIds(article, isUri));
  put('infoSources', listSources(article, takeList('infoSources')));
  for (const name of ['dateline', 'signals', 'url', 'feed'] as const) put(name, content[name]);
  for (const [name, value] of extra) put(name, value, `extra.${name}`);
  const kept = item.get('descriptions');
  const descriptions = [...(Array.isArray(kept) ? (kept as unknown[]) : []), ...describeRest(rest)];
  if (descriptions.length > 0) item.set('descriptions', descriptions);
  item.set('standard', STANDARD);
  return Object.fromEntries(item);
}

/** Entries that ninjs takes as they are, or without some of their properties: then the whole entry is kept as well. */
function putList(
  item: Map<string, unknown>,
  rest: Map<string, unknown>,
  name: string,
  entries: readonly unknown[],
  field: string,
): void {
  const taken: unknown[] = [];
  const refused: unknown[] = [];
  for (const entry of entries) {
    if (isNinjsProperty(name, [entry])) {
      taken.push(entry);
      continue;
    }
    refused.push(entry);
    const trimmed = isRecord(entry) ? trimNinjsEntry(name, entry) : null;
    if (trimmed !== null) taken.push(trimmed);
  }
  if (taken.length > 0) item.set(name, taken);
  if (refused.length > 0) rest.set(field, refused);
}

/** The body, with the role and media type that it came with, or that it has by its looks. */
function writeBody(value: string | undefined, extra: Map<string, unknown>): Record<string, unknown>[] {
  if (value === undefined) return [];
  const takeWord = (name: string, otherwise: string): string => {
    const word = extra.get(name);
    if (typeof word !== 'string') return otherwise;
    extra.delete(name);
    return word;
  };
  const looks = toPlainText(value) === value ? 'text/plain' : 'text/html';
  const contentType = takeWord('bodyContentType', looks);
  return [{ role: takeWord('bodyRole', 'main'), contentType, value }];
}

function listAltIds(article: HeldArticle, isUri: boolean): unknown[] {
  const { storyKey, altIds = [] } = article.content;
  return [
    ...altIds,
    ...(storyKey === undefined ? [] : [{ role: 'storyKey', value: storyKey }]),
    ...(isUri ? [] : [{ role: 'guid', value: article.guid }]),
    { role: 'articleId', value: article.articleId },
  ];
}

function listSources(article: HeldArticle, sources: readonly unknown[]): unknown[] {
  const { source } = article.content;
  const isNamed = sources.some(
    (each) => isRecord(each) && [each['name'], each['literal'], each['uri']].includes(source),
  );
  return [
    ...sources,
    ...(source === undefined || isNamed ? [] : [{ name: source, role: 'source' }]),
    { name: article.provider, role: 'provider' },
  ];
}

function describeRest(rest: ReadonlyMap<string, unknown>): Record<string, unknown>[] {
  if (rest.size === 0) return [];
  const value = JSON.stringify(Object.fromEntries(rest));
  return [{ role: ROLE, contentType: 'application/json', value }];
}

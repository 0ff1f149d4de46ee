import { AppError, type Submission } from '@writethru/domain';

import { createDraft, type Draft } from '../formats/draft.ts';
import type { ReadOptions } from '../formats/read-options.ts';
import { isRecord, upgradeNinjs } from './upgrade-ninjs.ts';

const TEXT_TYPES = new Set(['text', 'composite']);
/** Words that ninjs has not; those who add them to an item of theirs are understood, as with `publishedAt`. */
const OURS = ['provider', 'feed'] as const;
const HTML = /html/;

/**
 * Reads one item of ninjs 1, 2 or 3. Throws AppError `invalid_input` that names properties as the item has them, also
 * for items that are no text.
 */
export function readNinjs(item: Readonly<Record<string, unknown>>, options: ReadOptions): Submission {
  const upgraded = upgradeNinjs(item);
  const nameOf = namesIn(item);
  const draft = createDraft('ninjs', options, { guid: nameOf('uri'), body: nameOf('bodies') });
  const rest = new Map(Object.entries(upgraded));
  const take = (name: string): unknown => {
    const value = rest.get(name);
    rest.delete(name);
    return value;
  };
  const type = take('type');
  if (type !== undefined && (typeof type !== 'string' || !TEXT_TYPES.has(type))) throw refuseType(type);
  if (type !== 'text') draft.keep('type', type);
  draft.set('guid', take('uri'), nameOf('uri'));
  for (const name of OURS) draft.set(name, take(name), `/${name}`);
  draft.setVersion(take('version'), nameOf('version'));
  const created = take('versionCreated');
  setTime(draft, 'versionCreated', created, nameOf('versionCreated'));
  const ownTime = take('publishedAt');
  setTime(
    draft,
    'publishedAt',
    created ?? ownTime,
    nameOf(created === undefined ? 'publishedAt' : 'versionCreated'),
  );
  setTime(draft, 'embargoedUntil', take('embargoedUntil'), nameOf('embargoedUntil'));
  setTime(draft, 'expires', take('expires'), nameOf('expires'));
  const pubStatus = take('pubStatus');
  draft.set('pubStatus', pubStatus, nameOf('pubStatus'));
  draft.setLoose('urgency', take('urgency'), nameOf('urgency'));
  draft.setLoose('language', take('language'), nameOf('language'));
  draft.set('edNote', take('edNote'), nameOf('edNote'));
  draft.set('byline', take('by'), nameOf('by'));
  draft.set('slugline', take('slugline'), nameOf('slugline'));
  setTexts(draft, take('headlines'), take('bodies'), nameOf);
  setList(draft, 'subjects', take('subjects'), nameOf('subjects'));
  setList(draft, 'associations', take('associations'), nameOf('associations'));
  setAltIds(draft, take('altIds'), nameOf('altIds'));
  setList(draft, 'signals', readSignals(take('signals') ?? take('signal')), nameOf('signals'));
  setDateline(draft, rest.get('dateline'), nameOf('dateline'));
  if (typeof rest.get('dateline') === 'string') rest.delete('dateline');
  draft.set('source', nameSource(rest.get('infoSources')), nameOf('infoSources'));
  draft.setLoose('url', readPage(rest.get('renditions')), nameOf('renditions'));
  rest.delete('standard');
  for (const [name, value] of rest)
    draft.keep(name === 'format' || name === 'assumedZone' ? `ninjs_${name}` : name, value);
  return draft.finish();
}

function refuseType(type: unknown): AppError {
  return new AppError('invalid_input', 'The article is not acceptable: see errors.', {
    faults: [{ pointer: '/type', detail: `only text is taken, not ${JSON.stringify(type)?.slice(0, 60)}` }],
  });
}

/** Where the item itself has what ninjs 3 calls so: `/versioncreated` in ninjs 2. */
function namesIn(item: Readonly<Record<string, unknown>>): (name: string) => string {
  const own = new Map<string, string>();
  for (const key of Object.keys(item)) {
    for (const name of Object.keys(upgradeNinjs({ [key]: item[key] })))
      if (!own.has(name)) own.set(name, key);
  }
  return (name) => `/${own.get(name) ?? name}`;
}

function setTime(draft: Draft, field: Parameters<Draft['setTime']>[0], value: unknown, place: string): void {
  if (typeof value === 'string') draft.setTime(field, value, place);
  else draft.set(field, value, place);
}

/** A value that is no list is left to the schema, which names it. */
function setList(draft: Draft, field: Parameters<Draft['setList']>[0], value: unknown, place: string): void {
  if (Array.isArray(value)) draft.setList(field, value as unknown[], place);
  else draft.set(field, value, place);
}

interface Text {
  role?: unknown;
  contentType?: unknown;
  value: string;
}

function setTexts(draft: Draft, headlines: unknown, bodies: unknown, nameOf: (name: string) => string): void {
  const lines = listTexts(draft, 'headline', headlines, nameOf('headlines'));
  const headline = lines.find(({ role }) => role === 'main') ?? lines[0];
  draft.set('headline', headline?.value, nameOf('headlines'));
  draft.keep(
    'headlines',
    lines.filter((line) => line !== headline),
  );
  const texts = listTexts(draft, 'body', bodies, nameOf('bodies'));
  // Of the same text twice, the one with markup says where its paragraphs end.
  const marked = texts.find(
    ({ contentType, value }) => HTML.test(String(contentType)) && value.trim() !== '',
  );
  const body = marked ?? texts.find(({ value }) => value.trim() !== '');
  draft.set('body', body?.value, nameOf('bodies'));
  if (body?.role !== undefined && body.role !== 'main') draft.keep('bodyRole', body.role);
  if (body?.contentType !== undefined) draft.keep('bodyContentType', body.contentType);
  draft.keep(
    'bodies',
    texts.filter((text) => text !== body),
  );
}

function listTexts(draft: Draft, field: string, value: unknown, place: string): Text[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    draft.set(field, value, place);
    return [];
  }
  return value.filter((each: unknown): each is Record<string, unknown> & Text => {
    return isRecord(each) && typeof each['value'] === 'string';
  });
}

/** Up to ninjs 2.0 an object of ids by role. Entries of another shape are kept in `extra`. */
function setAltIds(draft: Draft, value: unknown, place: string): void {
  const listed = isRecord(value) ? Object.entries(value).map(([role, id]) => ({ role, value: id })) : value;
  if (!Array.isArray(listed)) {
    draft.set('altIds', listed, place);
    return;
  }
  const ids = listed.map((each: unknown) => readAltId(each));
  draft.setList(
    'altIds',
    ids.filter((id) => id !== null),
    place,
  );
  draft.keep(
    'otherAltIds',
    listed.filter((_each, index) => ids[index] === null),
  );
}

function readAltId(value: unknown): { role: string; value: string } | null {
  if (!isRecord(value) || Object.keys(value).length > 2) return null;
  const { role = 'altId', value: id } = value;
  const isText = typeof role === 'string' && (typeof id === 'string' || typeof id === 'number');
  return isText ? { role, value: String(id) } : null;
}

/** Texts, or objects that name one by its code. */
function readSignals(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((each: unknown) =>
    isRecord(each) ? (each['code'] ?? each['literal'] ?? each['name']) : each,
  );
}

/** Some agencies add a dateline, as text or as an object with one. */
function setDateline(draft: Draft, value: unknown, place: string): void {
  draft.set('dateline', isRecord(value) ? (value['text'] ?? value['located']) : value, place);
}

function nameSource(infoSources: unknown): string | undefined {
  const first: unknown = Array.isArray(infoSources) ? infoSources[0] : undefined;
  if (!isRecord(first)) return undefined;
  const named = [first['name'], first['literal'], first['uri']];
  return named.find((text): text is string => typeof text === 'string' && text.length <= 512);
}

/** The address of the page that shows the item, where a rendition is one. */
function readPage(renditions: unknown): unknown {
  if (!Array.isArray(renditions)) return undefined;
  const pages = renditions.filter(isRecord).filter(({ contentType }) => {
    return typeof contentType === 'string' && contentType.startsWith('text/html');
  });
  return pages[0]?.['href'];
}

import { AppError, type Submission } from '@writethru/domain';

import { parseSubmission } from '../parse-submission.ts';
import type { ReadOptions } from './read-options.ts';
import { readTime } from './read-time.ts';

const MAX_LISTED = 100;
const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;

type TimeField = 'publishedAt' | 'versionCreated' | 'embargoedUntil' | 'expires';
type ListField = 'subjects' | 'associations' | 'signals' | 'altIds';

/** An article while a reader puts it together. Undefined, blank and empty values are not set. */
export interface Draft {
  /** A field as it stands at `place` in the document, which a refusal will name. */
  set(field: string, value: unknown, place: string): void;
  /** The zone of times without one: to be asked once the provider is set. */
  timeZone(): string;
  /** A time, by that zone where it has none, which is then noted in `extra.assumedZone`. */
  setTime(field: TimeField, text: string | undefined, place: string): void;
  /** A list. What is past 100 items is kept in `extra`. */
  setList(field: ListField, items: readonly unknown[], place: string): void;
  /** The version, where it is a whole number; another is kept in `extra.version`, and ours is counted. */
  setVersion(text: unknown, place: string): void;
  /** A language, a web address or an urgency; one of another shape is kept in `extra`. */
  setLoose(field: 'language' | 'url' | 'urgency', text: unknown, place: string): void;
  /** What has no field of ours: kept in `extra` under this name. */
  keep(name: string, value: unknown): void;
  /** A time that has no field of ours; one that can't be read is kept as it stands. */
  keepTime(name: string, text: string | undefined): void;
  /** The text in our one form. Throws AppError `invalid_input` that names places of the document. */
  finish(): Submission;
}

/** Begins an article. `places` says where the document would hold `guid` and `body`, for a refusal of their absence. */
export function createDraft(
  format: string,
  options: ReadOptions,
  places: Readonly<Record<string, string>>,
): Draft {
  const fields: Record<string, unknown> = {};
  const extra: Record<string, unknown> = { format };
  const placeOf = new Map(Object.entries({ provider: '?provider', ...places }));
  const assumed: string[] = [];
  const draft: Draft = {
    timeZone() {
      const provider = options.provider ?? fields['provider'];
      const own = typeof provider === 'string' ? options.timeZones?.get(provider) : undefined;
      return options.timeZone ?? own ?? 'UTC';
    },
    set(field, value, place) {
      if (isEmpty(value)) return;
      placeOf.set(field, place);
      fields[field] = value;
      if (typeof value === 'string' && (field === 'guid' || field === 'provider'))
        options.onIdentity?.({ [field]: value });
    },
    setTime(field, text, place) {
      const time = text === undefined ? null : readTime(text, draft.timeZone());
      if (time?.isZoneAssumed === true) assumed.push(field);
      draft.set(field, time?.iso ?? text, place);
    },
    setList(field, items, place) {
      draft.set(field, items.slice(0, MAX_LISTED), place);
      draft.keep(`more${field[0]?.toUpperCase()}${field.slice(1)}`, items.slice(MAX_LISTED));
    },
    setVersion(text, place) {
      const version = typeof text === 'string' && /^\d{1,16}$/.test(text.trim()) ? Number(text) : text;
      if (Number.isSafeInteger(version) && Number(version) >= 0 && version !== Number.MAX_SAFE_INTEGER) {
        draft.set('version', version, place);
      } else draft.keep('version', text);
    },
    setLoose(field, text, place) {
      const value = readLoose(field, text);
      if (value === undefined) draft.keep(field, text);
      else draft.set(field, value, place);
    },
    keep(name, value) {
      if (!isEmpty(value)) extra[name] = value;
    },
    keepTime(name, text) {
      const time = text === undefined ? null : readTime(text, draft.timeZone());
      if (time?.isZoneAssumed === true) assumed.push(name);
      draft.keep(name, time?.iso ?? text);
    },
    finish() {
      if (assumed.length > 0) extra['assumedZone'] = { timeZone: draft.timeZone(), fields: assumed };
      return finishSubmission({ ...fields, extra }, options, placeOf);
    },
  };
  return draft;
}

function finishSubmission(
  fields: Record<string, unknown>,
  options: ReadOptions,
  placeOf: ReadonlyMap<string, string>,
): Submission {
  const { provider, guid = options.guid, publishedAt = options.publishedAt } = fields;
  const own = { feed: options.feed, ...fields, provider: options.provider ?? provider, guid, publishedAt };
  const present = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  try {
    return parseSubmission(present, options.nowMs);
  } catch (error) {
    throw error instanceof AppError ? renamePlaces(error, placeOf) : error;
  }
}

/** Names the faults by where the document holds them, not by fields that its author does not know. */
function renamePlaces(error: AppError, placeOf: ReadonlyMap<string, string>): AppError {
  const faults = error.faults.map(({ pointer, detail }) => {
    const field = pointer.split('/')[1] ?? '';
    const isMissing = detail.endsWith('received undefined');
    return { pointer: placeOf.get(field) ?? pointer, detail: isMissing ? 'is missing' : detail };
  });
  return new AppError(error.code, error.message, { faults, details: { ...error.details }, cause: error });
}

function readLoose(field: 'language' | 'url' | 'urgency', value: unknown): unknown {
  if (field === 'urgency') {
    const urgency = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return Number.isInteger(urgency) && Number(urgency) >= 1 && Number(urgency) <= 9 ? urgency : undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (field === 'language') {
    const tag = value.trim().replaceAll('_', '-');
    return tag.length <= 35 && LANGUAGE.test(tag) ? tag : undefined;
  }
  return isWebAddress(value) ? value : undefined;
}

/** Whether a text is an http or https address of a length that we store. */
export function isWebAddress(text: string): boolean {
  return text.length <= 2_048 && URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

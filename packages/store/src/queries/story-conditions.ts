import type { AlertChoice, PubStatus, Relation } from '@writethru/domain';

import type { Search } from '../search/parse-search.ts';
import { LEAD_STANDS, writeSearch, type SearchWay } from '../search/search-way.ts';
import type { Parameters } from './parameters.ts';

/** What stories are asked for. What is null is not asked. Times as ISO 8601. */
export interface StoryConditions {
  search: Search | null;
  /** Bounds of the lead's effective time: from included, to not. */
  from: string | null;
  to: string | null;
  /** Changed then or later. */
  updatedSince: string | null;
  /** Who sent any of the versions. */
  provider: string | null;
  /** A BCP 47 tag in lower case; a bare language takes its regions in. */
  language: string | null;
  /** The lead's, 1 to 9. */
  urgency: number | null;
  /** Of any version. */
  pubStatus: PubStatus | null;
  relation: Relation | null;
  /** Null: stories of alerts alone are left out where they hang under another. */
  alerts: AlertChoice | null;
  minVersions: number | null;
  minProviders: number | null;
  /** For editors alone: stories that are under embargo as a whole, too. */
  includesHidden: boolean;
}

/**
 * The conditions as SQL over `stories s`. Only what is asked for is said, so that the planner sees which index fits. What
 * a search finds must still be asked whether it stands: `writeStanding`.
 */
export function writeConditions(
  conditions: StoryConditions,
  parameters: Parameters,
  way: SearchWay = 'index',
): string {
  const { search, from, to, updatedSince, provider, language, urgency, pubStatus, relation } = conditions;
  const clauses = [
    's.merged_into is null',
    conditions.includesHidden ? '(s.version_count > 0 or s.is_hidden)' : 's.version_count > 0',
  ];
  const say = (value: unknown, clause: (placeholder: string) => string): void => {
    if (value !== null) clauses.push(clause(parameters.add(value)));
  };
  if (search !== null) clauses.push(writeSearch(search, way, parameters));
  say(from, (p) => `s.lead_effective_at >= ${p}::timestamptz`);
  say(to, (p) => `s.lead_effective_at < ${p}::timestamptz`);
  say(updatedSince, (p) => `s.updated_at >= ${p}::timestamptz`);
  say(provider, (p) => `s.providers @> array[${p}::text]`);
  if (language !== null) {
    say(language.split('-')[0]!, (p) => `split_part(s.lead_language, '-', 1) = ${p}`);
    if (language.includes('-')) say(language, (p) => `s.lead_language = ${p}`);
  }
  say(urgency, (p) => `s.lead_urgency = ${p}`);
  say(conditions.minVersions, (p) => `s.version_count >= ${p}`);
  // The index leaves out the many stories of one provider.
  if ((conditions.minProviders ?? 1) > 1) {
    say(conditions.minProviders, (p) => `cardinality(s.providers) > 1 and cardinality(s.providers) >= ${p}`);
  }
  say(
    relation,
    (p) =>
      `exists (select 1 from versions v where v.story_id = s.id and v.is_announced and v.relation = ${p})`,
  );
  // Nearly every story has a usable one, so the lists are walked; of what is rare the index has all.
  const walked = pubStatus === 'usable' ? ' offset 0' : '';
  say(pubStatus, (p) => `exists (${HAS_STATUS} and a.pub_status = ${p}${walked})`);
  if (conditions.alerts === null && search === null) clauses.push(HANGS_NOWHERE);
  if (conditions.alerts === 'alone')
    clauses.push('s.lead_is_alert and is_alert_story(s.id) and not hangs(s.id)');
  return clauses.join(' and ');
}

/** What is asked of the stories `s` that a search found, and costs more than to find them. */
export function writeStanding({ alerts }: StoryConditions): string {
  return alerts === null ? `${LEAD_STANDS} and ${HANGS_NOWHERE}` : LEAD_STANDS;
}

// Asked of stories that an alert leads, which are few.
const HANGS_NOWHERE = 'not (s.lead_is_alert and hangs(s.id))';

const HAS_STATUS = `
select 1 from versions v join articles a on a.id = v.article_id and a.effective_at = v.effective_at
 where v.story_id = s.id and v.is_announced`;

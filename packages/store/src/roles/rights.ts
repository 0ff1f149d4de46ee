import type { Service } from './service-roles.ts';

/** What each service may do to a table or a view, as GRANT takes it. Left out: nothing. */
type Rights = Readonly<Partial<Record<Service, string>>>;

/** Not the secret by which texts are fingerprinted. */
const VERSION = 'select (id, name, fingerprint_version, is_active, created_at)';
const KEY = 'id, holder, holder_kind, scopes, created_at, expires_at, revoked_at, last_used_at';
/** Processes that live say so, and take away those that have been dead for days. */
const ALIVE = 'select, insert, update, delete';
/** What an erasure empties: query may take texts away, and can write none. */
const ERASED = `update (headline, body, url, byline, dateline, slugline, ed_note, alt_ids, story_key, source, subjects,
  associations, extra, signals, text_gone)`;

/** Everything there is in the schema, so that a new table is nobody's until it has its line here: a test holds it. */
export const TABLE_RIGHTS: Readonly<Record<string, Rights>> = {
  migrations: {},

  // What was sent.
  chains: {
    intake: 'select, insert, update, delete',
    clusterer: 'select',
    query: 'select, update',
    ops: 'select',
  },
  article_identities: {
    intake: 'select, insert',
    clusterer: 'select, update',
    query: 'select, update (guid, fingerprint_id, next_try_at, quarantine_reason)',
    ops: 'select, update',
  },
  articles: {
    intake: 'select, insert',
    clusterer: 'select, update',
    query: `select, ${ERASED}`,
    ops: 'select',
  },
  article_standing: { intake: 'select', clusterer: 'select', query: 'select', ops: 'select' },
  erasures: { intake: 'select', query: 'select, insert' },
  erased_contents: { intake: 'select', query: 'select, insert' },
  intake_refusals: {
    intake: 'select, insert, delete',
    query: 'select, update (guid, detail)',
    ops: 'select',
  },
  idempotent_requests: {
    intake: 'select, insert, update, delete',
    query: 'select, insert, update, delete',
  },
  providers: {
    intake: 'select',
    clusterer: 'select, update',
    query: 'select, insert, update',
    ops: 'select',
  },
  // The work of an operator, who has the owner's rights.
  archive_imports: {},
  provider_changes: { query: 'select, insert' },
  feed_settings: { query: 'select, insert, update', ops: 'select' },
  feed_changes: { query: 'select, insert' },

  // What texts are made of.
  algorithm_versions: {
    intake: VERSION,
    clusterer: 'select, insert, update',
    query: 'select, insert',
    ops: VERSION,
  },
  stop_keys: { clusterer: 'select, insert', query: 'select, insert', ops: 'select' },
  fingerprints: {
    clusterer: 'select, insert, update, delete',
    query: 'select, insert, update, delete',
    ops: 'select',
  },
  links: { clusterer: 'select, insert, update, delete', query: 'select, delete' },
  components: { clusterer: 'select, insert, update, delete', query: 'select, update (algorithm_version)' },
  component_members: {
    clusterer: 'select, insert, update, delete',
    query: 'select, insert, update, delete',
    ops: 'select',
  },
  digest_items: { clusterer: 'select, insert, delete', query: 'select, delete' },
  article_traits: { clusterer: 'select, insert, update', query: 'select, delete' },
  article_link_keys: { clusterer: 'select, insert', query: 'select, delete', ops: 'select' },
  article_sluglines: { clusterer: 'select, insert', query: 'select, delete' },
  article_heads: { clusterer: 'select, insert, delete', query: 'select, delete', ops: 'select' },
  alert_matches: { clusterer: 'select, insert, delete', query: 'select, delete', ops: 'select' },

  // What was decided.
  stories: {
    intake: 'select',
    clusterer: 'select, insert, update',
    query: 'select, update (text_lead_id)',
    ops: 'select',
  },
  story_texts: { clusterer: 'select, insert, update, delete', query: 'select, delete' },
  versions: {
    intake: 'select',
    clusterer: 'select, insert, update, delete',
    query: 'select, update (guid, evidence)',
    ops: 'select',
  },
  related_articles: {
    clusterer: 'select, insert, update, delete',
    query: 'select, update (evidence)',
    ops: 'select',
  },
  events: { clusterer: 'select, insert, update', query: 'select, insert, update (payload)', ops: 'select' },
  reunite_requests: { clusterer: 'select, insert, update, delete', query: 'select, insert', ops: 'select' },
  replays: { clusterer: 'select, update', query: 'select, insert, update', ops: 'select' },
  replay_moves: { clusterer: 'select, insert, delete', query: 'select, delete' },

  // What people did. Nothing here is ever deleted.
  editor_actions: { clusterer: 'select', query: 'select, insert, update (undone_by)', ops: 'select' },
  editor_constraints: { clusterer: 'select', query: 'select, insert, update', ops: 'select' },
  editor_pins: { clusterer: 'select', query: 'select, insert, update', ops: 'select' },

  // Who may call. Hashes of keys nobody reads: `find_live_key` compares.
  api_keys: {
    query: `select (${KEY}), insert (id, key_hash, holder, holder_kind, scopes, expires_at),
      update (expires_at, revoked_at)`,
    ops: `select (${KEY})`,
  },
  installation_secrets: { query: 'select', ops: 'select' },
  sign_in_links: { query: 'select, insert, delete', ops: 'select, insert, delete' },
  webhooks: { query: 'select, insert, update, delete' },

  // What is measured, and what operators do.
  article_failures: {
    clusterer: 'select, insert, delete',
    query: 'select, update (reason)',
    ops: 'select, delete',
  },
  ops_samples: { ops: 'select, insert, update, delete' },
  ops_feeds: { query: 'select', ops: 'select, insert, update' },
  ops_feed_hours: { query: 'select', ops: 'select, insert, update, delete' },
  ops_story_growth: { ops: 'select, insert, update, delete' },
  ops_counters: { ops: 'select, insert, update' },
  ops_snapshot: { ops: 'select, insert, update' },
  ops_processes: { intake: ALIVE, clusterer: ALIVE, query: ALIVE, ops: ALIVE },
  ops_actions: { query: 'select, update (filter)', ops: 'select, insert, update' },
  ops_action_items: { ops: 'select, insert, delete' },
  ops_pause: { clusterer: 'select', ops: 'select, insert, delete' },
};

/** The sequences that defaults and statements draw from; those of identity columns need no right. */
export const SEQUENCE_RIGHTS: Readonly<Partial<Record<Service, readonly string[]>>> = {
  clusterer: ['fingerprint_ids', 'component_ids'],
  query: ['fingerprint_ids'],
};

/**
 * The functions that run with the rights of the schema's owner, and who may call them. All others run with those of who
 * calls, so anybody may.
 */
export const FUNCTION_RIGHTS: Readonly<Record<string, readonly Service[]>> = {
  'find_live_key(bytea)': ['intake', 'clusterer', 'query', 'ops'],
  'ensure_month_partitions(date)': ['clusterer'],
  'list_default_months(integer)': ['clusterer'],
  'list_month_partitions(date)': ['clusterer'],
  'shrink_month(text, date)': ['clusterer'],
};

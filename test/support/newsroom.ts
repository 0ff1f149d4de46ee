import { newId, type ArticleContent, type LeadPolicy } from '@writethru/domain';
import { readShingleSeed, type ShingleSeed } from '@writethru/fingerprint';
import { createHttpApp, createLogger, makeAuthenticate } from '@writethru/runtime';
import { createQueryRouter } from '@writethru/service-query';
import {
  acceptSubmissions,
  createApiKey,
  findApiKey,
  getActiveAlgorithm,
  openPool,
  sequenceEvents,
  type Pool,
} from '@writethru/store';
import { hashContent } from '@writethru/wire';
import request from 'supertest';

import { processBatch, type ClustererPoint } from '../../services/clusterer/src/process-batch.ts';
import { reuniteDue } from '../../services/clusterer/src/reunite.ts';
import { createTestDatabase } from './database.ts';

/** An article of a drama. `at` is a time of 2 March 2026, `10:30`; `key` is what the drama calls it. */
export interface DramaArticle extends ArticleContent {
  key: string;
  provider: string;
  guid?: string;
  version?: number;
  versionCreated?: string;
  at?: string;
}

export interface ToldVersion {
  key: string;
  relation: string;
  to: string | null;
  isShown: boolean;
  notShown?: string;
  suspectOf?: string;
  evidence: Record<string, unknown>;
}

export interface ToldStory {
  id: string;
  lead: string | null;
  versions: ToldVersion[];
  related: string[];
}

type Body = Record<string, unknown>;

interface StoryBody {
  lead: { articleId: string } | null;
  versions: {
    articleId: string;
    relation: string;
    matchedArticleId: string | null;
    isShown: boolean;
    notShown?: string;
    suspectOf: string | null;
    evidence: Body;
  }[];
  related: { articleId: string }[];
}

export type Role = 'reader' | 'editor' | 'admin';

/** A newsroom on a database of its own: what was sent runs through the real intake, clusterer and query. */
export class Newsroom {
  /** The clock of clusterer and query. */
  nowMs = Date.parse('2026-03-02T12:00:00Z');
  leadPolicy: LeadPolicy = 'latest_full';
  readonly pool: Pool;
  private readonly keys: Record<Role, string>;
  private readonly seed: ShingleSeed;
  private readonly drop: () => Promise<void>;
  private readonly app: ReturnType<typeof createHttpApp>;
  private idOf = new Map<string, string>();

  private constructor(pool: Pool, keys: Record<Role, string>, seed: ShingleSeed, drop: () => Promise<void>) {
    this.pool = pool;
    this.keys = keys;
    this.seed = seed;
    this.drop = drop;
    const authenticate = makeAuthenticate((hash) => findApiKey(pool, hash));
    this.app = createHttpApp({
      logger: createLogger({ service: 'test', level: 'error' }),
      routers: [createQueryRouter({ pool, authenticate, now: () => new Date(this.nowMs) })],
    });
  }

  static async open(): Promise<Newsroom> {
    const database = await createTestDatabase();
    const pool = openPool(database.url, {
      maxConnections: 4,
      applicationName: 'test',
      onIdleError: () => {},
    });
    const makeKey = async (holder: string, scopes: string[]): Promise<string> =>
      (await createApiKey(pool, { holder, holderKind: 'person', scopes })).key;
    const keys = {
      reader: await makeKey('a reader', ['read']),
      editor: await makeKey('an editor', ['read', 'edit']),
      admin: await makeKey('an administrator', ['admin']),
    };
    const algorithm = await getActiveAlgorithm(pool);
    return new Newsroom(pool, keys, readShingleSeed(algorithm.seed), database.drop);
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.drop();
  }

  /** Forgets all articles and stories. */
  async clear(): Promise<void> {
    await this.pool.query(
      `truncate article_identities, articles, chains, fingerprints, digest_items, links, components, component_members,
                stories, versions, events, article_traits, article_link_keys, article_heads, alert_matches, article_sluglines,
                related_articles, reunite_requests, providers, editor_pins, editor_constraints, editor_actions,
                erased_contents cascade`,
    );
    this.idOf = new Map();
  }

  /** Accepts an article as intake does. Answers its id. */
  async accept(article: DramaArticle): Promise<string> {
    const { key, provider, guid, version, versionCreated, at, ...content } = article;
    const submission = {
      provider,
      guid: guid ?? key,
      ...(version !== undefined && { version }),
      ...(versionCreated !== undefined && { versionCreated }),
      content: { ...content, ...(at !== undefined && { publishedAt: timeOf(at) }) },
    };
    const [result] = await acceptSubmissions(this.pool, [
      { submission, contentHash: hashContent(submission.content) },
    ]);
    if (result?.kind === 'failed') throw result.error;
    this.idOf.set(key, result!.articleId);
    return result!.articleId;
  }

  /** Accepts and clusters articles one by one, in the order given. */
  async send(...articles: DramaArticle[]): Promise<void> {
    for (const article of articles) await this.cluster(await this.accept(article));
    await this.settle();
  }

  /** Accepts articles and clusters each by itself, all at once: none searches before the last has published. */
  async sendAtOnce(...articles: DramaArticle[]): Promise<void> {
    const ids: string[] = [];
    for (const article of articles) ids.push(await this.accept(article));
    let waiting = ids.length;
    let letAllGo: () => void = () => {};
    const allPublished = new Promise<void>((resolve) => (letAllGo = resolve));
    const observe = async (point: ClustererPoint): Promise<void> => {
      if (point !== 'after_publish') return;
      if (--waiting === 0) letAllGo();
      await allPublished;
    };
    await Promise.all(ids.map((id) => this.cluster(id, observe)));
    await this.settle();
  }

  private async cluster(
    articleId: string,
    observe?: (point: ClustererPoint) => Promise<void>,
  ): Promise<void> {
    await processBatch(
      {
        pool: this.pool,
        seed: this.seed,
        log: { warn: fail, error: fail },
        maxAttempts: 1,
        leaseMs: 60_000,
        leadPolicy: this.leadPolicy,
        now: () => this.nowMs,
        ...(observe && { observe }),
      },
      [articleId],
    );
  }

  /** Decides the components of these articles anew, as a replay would: nothing but the articles and constraints counts. */
  async decideAnew(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.pool.query(
        `insert into reunite_requests (article_id, cause, due_at) values ($1, 'neighbour', 'epoch')`,
        [this.id(key)],
      );
    }
    await this.settle();
  }

  /** Does what is due: lifted embargoes, editors' actions; then gives events their positions. */
  async settle(): Promise<void> {
    const deps = {
      pool: this.pool,
      seed: this.seed,
      log: { warn: fail, error: fail },
      leadPolicy: this.leadPolicy,
    };
    while (await reuniteDue({ ...deps, now: () => this.nowMs }));
    while ((await sequenceEvents(this.pool, 1_000)) > 0);
  }

  id(key: string): string {
    return this.idOf.get(key) ?? newId();
  }

  key(id: string | null): string | null {
    return [...this.idOf].find(([, held]) => held === id)?.[0] ?? id;
  }

  async get(path: string, role: Role = 'reader'): Promise<request.Response> {
    return request(this.app).get(path).set('authorization', `Bearer ${this.keys[role]}`);
  }

  async post(path: string, body: unknown, role: Role = 'editor'): Promise<request.Response> {
    return request(this.app)
      .post(path)
      .set('authorization', `Bearer ${this.keys[role]}`)
      .send(body as object);
  }

  /** All stories as a viewer is told of them, in the order of their first versions' times and keys. */
  async stories(role: Role = 'reader'): Promise<ToldStory[]> {
    const list = (await this.get('/v1/stories?limit=100', role)).body as { stories: { id: string }[] };
    const told: ToldStory[] = [];
    for (const { id } of list.stories) told.push(await this.story(id, role));
    return told.sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
  }

  async story(id: string, role: Role = 'reader'): Promise<ToldStory> {
    const body = (await this.get(`/v1/stories/${id}`, role)).body as StoryBody;
    return {
      id,
      lead: body.lead === null ? null : this.key(body.lead.articleId),
      versions: body.versions.map((version) => ({
        key: this.key(version.articleId)!,
        relation: version.relation,
        to: this.key(version.matchedArticleId),
        isShown: version.isShown,
        ...(version.notShown !== undefined && { notShown: version.notShown }),
        ...(version.suspectOf !== null && { suspectOf: this.key(version.suspectOf)! }),
        evidence: version.evidence,
      })),
      related: body.related.map((one) => `beside ${this.key(one.articleId)}`),
    };
  }

  async storyOf(key: string, role: Role = 'editor'): Promise<string> {
    const answer = await this.get(`/v1/articles/${this.id(key)}`, role);
    return (answer.body as { story: { id: string } }).story.id;
  }

  /** Types of all events that have a position, in order. */
  async events(): Promise<{ type: string; cause: string; payload: Body }[]> {
    const { rows } = await this.pool.query<{ type: string; cause: string; payload: Body }>(
      'select type, cause, payload from events where position is not null order by position',
    );
    return rows;
  }
}

function timeOf(at: string): string {
  return `2026-03-02T${at}:00.000Z`;
}

function fail(facts: Record<string, unknown>, message: string): void {
  throw new Error(`${message}: ${String(facts['err'] ?? facts['reason'])}`);
}

function sortKeyOf(story: ToldStory): string {
  return story.versions.map((version) => version.key).join();
}

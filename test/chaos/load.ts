import { KINDS, makeCorpus, nameArticle, toContent, type CorpusArticle } from '../support/order/corpus.ts';
import { makeRandom, shuffleItems } from '../support/made-text.ts';
import type { Book } from './book.ts';

export interface LoadOptions {
  /** Addresses of the intakes. */
  urls: readonly string[];
  key: string;
  seed: number;
  articlesPerSecond: number;
}

/** Articles of one corpus: they have to do with each other, and with nothing else that was ever sent. */
export interface SentCorpus {
  /** In the order in which they were made: the order of arrival is another. */
  articles: CorpusArticle[];
}

const LANES = 12;
const MAX_BATCH = 20;
const REPEATED_SHARE = 0.05;
const BATCH_SHARE = 0.3;
const TIMEOUT_MS = 10_000;
const MAX_PAUSE_MS = 500;
/** After so many a row that takes its time gets fewer: what is tested is not how fast a busy machine is. */
const MANY_ARTICLES = 400;
const REST_SHARE = 0.1;

/**
 * A client that posts families of articles in a random order, singly and in batches, to all intakes in turn, some of
 * them twice; and sends again what was not answered, as feeds do.
 */
export class Load {
  private readonly options: LoadOptions;
  private corpora = 0;
  private turn = 0;

  constructor(options: LoadOptions) {
    this.options = options;
  }

  /**
   * Posts until `isOver` says so, and then the rest of what it has begun with. Resolves, with what it sent, when all
   * of it has its answer.
   */
  async run(prefix: string, book: Book, isOver: () => boolean): Promise<SentCorpus[]> {
    const sent: SentCorpus[] = [];
    const random = makeRandom(this.options.seed * 7_919 + this.corpora);
    let waiting: CorpusArticle[][] = [];
    let nextAtMs = performance.now();
    const take = (): CorpusArticle[] | undefined => {
      if (waiting.length === 0 && !isOver()) {
        const corpus = this.makeNext(prefix);
        sent.push(corpus);
        waiting = parcel(corpus.articles, random);
      }
      return waiting.shift();
    };
    const lane = async (): Promise<void> => {
      for (let parcelled = take(); parcelled !== undefined; parcelled = take()) {
        const waitMs = nextAtMs - performance.now();
        const perSecond =
          this.options.articlesPerSecond * (book.accepted.size > MANY_ARTICLES ? REST_SHARE : 1);
        nextAtMs = Math.max(nextAtMs, performance.now()) + (parcelled.length * 1_000) / perSecond;
        if (waitMs > 0) await pause(waitMs);
        await this.deliver(parcelled, book);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return sent;
  }

  /** Posts one article that has to do with no other, until it is answered. Answers its id. */
  async post(guid: string, body: string, book: Book): Promise<string> {
    const publishedAt = '2026-03-02T10:00:00.000Z';
    const article = { provider: 'demo-0', guid, version: 0, body, publishedAt, isLate: false };
    await this.deliver([article], book);
    return book.accepted.get(nameArticle(article))!;
  }

  private makeNext(prefix: string): SentCorpus {
    const seed = (this.options.seed % 1_000) * 4_000 + ++this.corpora;
    const random = makeRandom(seed);
    const pick = (count: number): number => Math.floor(random() * count);
    const families = Array.from({ length: 10 }, () => ({
      kind: KINDS[pick(KINDS.length)]!,
      size: 2 + pick(6),
      day: pick(9),
    }));
    const { articles } = makeCorpus({ seed, families });
    return { articles: articles.map((one) => ({ ...one, guid: `${prefix}${this.corpora}-${one.guid}` })) };
  }

  private async deliver(articles: CorpusArticle[], book: Book): Promise<void> {
    let left = articles;
    for (let pauseMs = 50; ; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2)) {
      const url = this.options.urls[this.turn++ % this.options.urls.length]!;
      const answers =
        left.length === 1 ? [await this.postOne(url, left[0]!)] : await this.postBatch(url, left);
      left = left.filter((article, at) => !book.note(article, answers[at]!));
      if (left.length === 0) return;
      await pause(pauseMs);
    }
  }

  private async postOne(url: string, article: CorpusArticle): Promise<{ status: number; articleId: string }> {
    const { status, body } = await this.send(`${url}/v1/articles`, toSubmission(article));
    return { status, articleId: String((body as { articleId?: string }).articleId) };
  }

  private async postBatch(
    url: string,
    articles: readonly CorpusArticle[],
  ): Promise<{ status: number; articleId: string }[]> {
    const { status, body } = await this.send(`${url}/v1/articles/batch`, articles.map(toSubmission));
    const { results = [] } = body as { results?: { status: number; articleId?: string }[] };
    return articles.map((_, at) => {
      const result = status === 200 ? results[at]! : { status };
      return { status: result.status, articleId: String('articleId' in result ? result.articleId : '') };
    });
  }

  private async send(url: string, body: unknown): Promise<{ status: number; body: object }> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.options.key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, body: (await response.json()) as object };
    } catch {
      return { status: 0, body: {} };
    }
  }
}

/** In a random order, single or in batches; some are in two of them. */
function parcel(articles: readonly CorpusArticle[], random: () => number): CorpusArticle[][] {
  const repeated = articles.filter(() => random() < REPEATED_SHARE);
  const order = shuffleItems([...articles, ...repeated], Math.floor(random() * 1e9));
  const parcels: CorpusArticle[][] = [];
  for (let start = 0; start < order.length;) {
    const size = random() < BATCH_SHARE ? 2 + Math.floor(random() * (MAX_BATCH - 1)) : 1;
    parcels.push(order.slice(start, start + size));
    start += size;
  }
  return parcels;
}

function toSubmission(article: CorpusArticle): object {
  const { provider, guid, version } = article;
  return { provider, guid, version, ...toContent(article) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

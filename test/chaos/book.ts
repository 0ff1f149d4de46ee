import { nameArticle, type CorpusArticle } from '../support/order/corpus.ts';

interface Answer {
  status: number;
  articleId: string;
}

/** What a client wrote down of one stretch of time: what it was answered 202, and how often it was refused. */
export class Book {
  /** Ids by name, as they were answered. */
  readonly accepted = new Map<string, string>();
  /** Answers by status; 0 for a connection that broke or went silent. A batch counts once for each of its articles. */
  readonly answers = new Map<number, number>();
  /** Names that were answered with different ids at different times. */
  readonly renamed = new Set<string>();
  /** Names that were refused for good, with the status. */
  readonly rejected = new Map<string, number>();

  /** Notes the answer for one article. Answers whether it is settled: held, or refused for good. */
  note(article: CorpusArticle, { status, articleId }: Answer): boolean {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    const name = nameArticle(article);
    if (status === 200 || status === 202) {
      const before = this.accepted.get(name);
      if (before !== undefined && before !== articleId) this.renamed.add(name);
      this.accepted.set(name, articleId);
      return true;
    }
    const isForGood = status >= 400 && status < 500 && status !== 429;
    if (isForGood) this.rejected.set(name, status);
    return isForGood;
  }

  /** Answers that no service ever should give: 5xx other than 503. */
  get faults(): string[] {
    return [...this.answers].flatMap(([status, count]) =>
      status >= 500 && status !== 503 ? [`${count} times ${status}`] : [],
    );
  }

  /** Answers that told a client to come again, and connections that broke. */
  get refusals(): number {
    return [...this.answers].reduce(
      (sum, [status, count]) => (status === 0 || status >= 429 ? sum + count : sum),
      0,
    );
  }
}

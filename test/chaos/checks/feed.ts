import { isDeepStrictEqual } from 'node:util';

interface Change {
  position: number;
  type: string;
  storyId: string | null;
  articleId: string | null;
  data: Record<string, unknown> & { joined?: string[]; left?: string[]; into?: string };
}

/** A mirror of the stories that knows nothing but `/v1/changes`. */
export class Mirror {
  private readonly url: string;
  private readonly key: string;
  private readonly stories = new Map<string, object>();
  private readonly storyOf = new Map<string, string>();
  private position = 0;

  constructor(url: string, key: string) {
    this.url = url;
    this.key = key;
  }

  /** Where an article is, as the feed told it. */
  locate(articleId: string): string | null {
    return this.storyOf.get(articleId) ?? null;
  }

  /** Reads on to the end of the feed, folds it, and compares with `/v1/stories`. Answers what is wrong, in words. */
  async check(): Promise<string[]> {
    const found = await this.readOn();
    const listed = await this.listStories();
    const ids = new Set([...this.stories.keys(), ...listed.keys()]);
    for (const id of ids) {
      const [told, stands] = [this.stories.get(id), listed.get(id)];
      if (!isDeepStrictEqual(told, stands))
        found.push(
          `the feed folds to ${JSON.stringify(told)} for ${id}, the list has ${JSON.stringify(stands)}`,
        );
    }
    return found;
  }

  private async readOn(): Promise<string[]> {
    const found: string[] = [];
    for (let hasMore = true; hasMore;) {
      const page = (await this.get(`/v1/changes?since=${this.position}&limit=1000`)).body as {
        changes: Change[];
        hasMore: boolean;
      };
      for (const change of page.changes) {
        if (change.position !== this.position + 1)
          found.push(`the feed goes from ${this.position} to ${change.position}`);
        this.position = change.position;
        found.push(...this.fold(change));
      }
      hasMore = page.hasMore;
    }
    return found;
  }

  private fold({ position, type, storyId, data }: Change): string[] {
    if (!type.startsWith('story.')) return [];
    const found: string[] = [];
    const { joined = [], left = [] } = data;
    for (const id of joined) {
      if (this.storyOf.get(id) === storyId) found.push(`${id} joined ${storyId} again at ${position}`);
      this.storyOf.set(id, storyId!);
    }
    for (const id of left) if (this.storyOf.get(id) === storyId) this.storyOf.delete(id);
    if (type === 'story.merged' || data['versionCount'] === 0) this.stories.delete(storyId!);
    else {
      const { leadArticleId, versionCount, providers, firstEffectiveAt, lastEffectiveAt } = data;
      this.stories.set(storyId!, {
        leadArticleId,
        versionCount,
        providers,
        firstEffectiveAt,
        lastEffectiveAt,
      });
    }
    return found;
  }

  private async listStories(): Promise<Map<string, object>> {
    const listed = new Map<string, object>();
    for (let path: string | null = '/v1/stories?alerts=all&limit=100'; path !== null;) {
      const { body, next } = await this.get(path);
      for (const story of (
        body as { stories: (Record<string, unknown> & { lead: { articleId: string } | null })[] }
      ).stories) {
        const { versionCount, providers, firstEffectiveAt, lastEffectiveAt } = story;
        const leadArticleId = story.lead?.articleId ?? null;
        listed.set(String(story['id']), {
          leadArticleId,
          versionCount,
          providers,
          firstEffectiveAt,
          lastEffectiveAt,
        });
      }
      path = next;
    }
    return listed;
  }

  private async get(path: string): Promise<{ body: object; next: string | null }> {
    const response = await fetch(this.url + path, { headers: { authorization: `Bearer ${this.key}` } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    return { body: (await response.json()) as object, next };
  }
}

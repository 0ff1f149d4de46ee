import type { Client } from '@writethru/client';

/** The headlines of what several providers had and readers were not told yet, most recent first. */
export async function buildNewsletter(client: Client, told: Set<string>, limit: number): Promise<string[]> {
  const headlines: string[] = [];
  for await (const story of client.stories({ minProviders: 2, sort: 'updated' })) {
    const headline = story.lead?.headline ?? null;
    if (told.has(story.id) || headline === null) continue;
    told.add(story.id);
    headlines.push(headline);
    if (headlines.length === limit) break;
  }
  return headlines;
}

import { AppError } from '@writethru/domain';

import { call, type Address } from './call-service.ts';

export interface SeedStory {
  id: string;
  lead: { headline: string | null } | null;
  versionCount: number;
  providers: string[];
}

const SETTLE_TIMEOUT_MS = 60_000;

/**
 * Posts the demo articles to the running service, by HTTP like any feed, waits until they are clustered, and answers
 * the stories that came of them, newest first. Throws AppError where the service refuses one or takes over a minute.
 */
export async function plantSeeds(address: Address, seeds: readonly object[]): Promise<SeedStory[]> {
  const { refused } = await call<{ refused: number }>(address, '/v1/articles/batch', seeds);
  if (refused > 0) throw new AppError('bug', `${refused} of the demo articles were refused.`);
  const end = Date.now() + SETTLE_TIMEOUT_MS;
  for (;;) {
    const backlog = await call<{ accepted: number; published: number }>(address, '/v1/backlog');
    if (backlog.accepted + backlog.published === 0) break;
    if (Date.now() > end)
      throw new AppError('unavailable', 'The demo articles were not clustered within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { stories } = await call<{ stories: SeedStory[] }>(address, '/v1/stories?limit=100');
  return stories;
}

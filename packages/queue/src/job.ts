import { z } from 'zod';

/** What a job says. `v` counts up with its shape, so that old and new services can run side by side. */
export const articleJobSchema = z.union([
  z.object({ v: z.literal(1), articleId: z.uuid() }),
  z.object({ v: z.literal(2), articleIds: z.array(z.uuid()).min(1) }),
]);
export type ArticleJob = z.infer<typeof articleJobSchema>;

/** The articles that a job hints at. */
export function listArticles(job: ArticleJob): string[] {
  return job.v === 1 ? [job.articleId] : job.articleIds;
}

export const JOB_NAME = 'cluster';

/**
 * Options of every job. Finished jobs go at once: one that stayed would make the next hint for its article vanish
 * without a word. The id is the article's, so a hint for an article that waits already adds nothing.
 */
export function jobOptions(articleId: string): { jobId: string; removeOnComplete: true; removeOnFail: true } {
  return { jobId: articleId, removeOnComplete: true, removeOnFail: true };
}

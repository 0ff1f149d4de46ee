/** A consumer that takes a job and never ends it, until it is killed. Arguments: the backend as JSON, `lockMs`. */
import { openConsumer, type QueueBackend } from '@writethru/queue';

openConsumer({
  backend: JSON.parse(process.argv[2]!) as QueueBackend,
  concurrency: 1,
  lockMs: Number(process.argv[3]),
  onArticle: async (articleId) => {
    process.send!(articleId);
    await new Promise(() => {});
  },
  onError: () => {},
});
process.on('disconnect', () => process.exit(0));

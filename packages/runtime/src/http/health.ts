import { Router } from 'express';

/**
 * `/healthz`: the process is alive. `/readyz`: it can do its work, by `check`, which throws where it can't.
 * Both are open to all and say nothing else.
 */
export function createHealthRouter(check: () => Promise<unknown>): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    await check();
    response.json({ status: 'ready' });
  });
  return router;
}

/** Serves stories and articles to clients. */
export { createQueryRouter, type QueryRouterDeps } from './router.ts';
export { startWebhooks } from './webhooks/start-webhooks.ts';
export { createDeskRouter, type DeskRouterDeps } from './desk/router.ts';
export { openReads, type Reads } from './open-reads.ts';

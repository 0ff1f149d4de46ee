/** Serves stories and articles to clients. */
export { createQueryRouter, type QueryRouterDeps } from './router.ts';

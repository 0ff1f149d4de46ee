/** Serves people and monitors: is news late, and why. */
export { createOps, type Ops, type OpsRouterDeps } from './router.ts';

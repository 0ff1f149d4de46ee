/** Takes articles in: commits first, answers then, hints last. */
export type { IntakePoint } from './intake.ts';
export { createIntakeRouter, type IntakeRouterDeps } from './router.ts';

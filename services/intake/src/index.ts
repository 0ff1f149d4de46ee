/** Takes articles in: commits first, answers then, hints last. */
export type { IntakePoint } from './intake.ts';
export { makeIntakeMeter } from './intake-meter.ts';
export { createIntakeRouter, type IntakeRouterDeps } from './router.ts';

import { CLUSTERER_GUARDS } from './clusterer-guards.ts';
import type { Guard } from './guard.ts';
import { INTAKE_GUARDS } from './intake-guards.ts';
import { STORE_GUARDS } from './store-guards.ts';

/** Every guard of the protocol, in the order in which an article meets them. */
export const GUARDS: readonly Guard[] = [...INTAKE_GUARDS, ...CLUSTERER_GUARDS, ...STORE_GUARDS];

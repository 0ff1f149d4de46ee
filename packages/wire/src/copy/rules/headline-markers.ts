import { FORM_MARKERS } from './form-markers.ts';
import type { MarkerRule } from './marker-rule.ts';
import { VERSION_MARKERS } from './version-markers.ts';

/** Every marker of headlines, by meaning. */
export const HEADLINE_MARKERS: readonly MarkerRule[] = [...VERSION_MARKERS, ...FORM_MARKERS];

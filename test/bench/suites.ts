import { archiveSuite } from './archive-suite.ts';
import { clusterersSuite } from './clusterers-suite.ts';
import { endToEndSuite, latencySuite } from './end-to-end-suites.ts';
import { fairnessSuite } from './fairness-suite.ts';
import { hotSpotSuite } from './hot-spot-suite.ts';
import { keyIndexSuite } from './key-index-suite.ts';
import { listsSuite } from './lists-suite.ts';
import { longArchiveSuite } from './long-archive-suite.ts';
import { memorySuite } from './memory-suite.ts';
import { pagesSuite } from './pages/pages-suite.ts';
import { profileSuite } from './profile/profile-suite.ts';
import { prepareSuite } from './prepare-suite.ts';
import { signatureSuite } from './signature-suite.ts';
import type { Suite } from './suite.ts';

/** Every suite of `npm run bench`, in the order in which they run. */
export const SUITES: readonly Suite[] = [
  signatureSuite,
  prepareSuite,
  endToEndSuite,
  latencySuite,
  hotSpotSuite,
  fairnessSuite,
  memorySuite,
  clusterersSuite,
  archiveSuite,
  keyIndexSuite,
  longArchiveSuite,
  profileSuite,
  pagesSuite,
  listsSuite,
];

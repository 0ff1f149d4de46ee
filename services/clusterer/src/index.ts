/** Takes accepted articles and makes stories of them: publish, search, unite. */
export { makeClustererMeter } from './clusterer-meter.ts';
export { createClusterer, type Clusterer, type ClustererDeps } from './clusterer.ts';
export type { ClustererPoint } from './process-batch.ts';

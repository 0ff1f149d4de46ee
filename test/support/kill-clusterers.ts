import type { Scene } from './scene.ts';
import type { Supervised } from './supervised.ts';
import { until } from './until.ts';

/** Starts an intake and two clusterers, and posts until each of the two has died at a marked point. */
export async function killClusterersAt(scene: Scene, at: string): Promise<Supervised[]> {
  scene.run('intake');
  const clusterers = [1, 2].map((onVisit) => scene.run('clusterer', { fault: { at, do: 'kill', onVisit } }));
  let posted = 0;
  await until(async () => {
    await scene.ledger.post(20, { from: posted });
    posted += 20;
    return clusterers.every((clusterer) => clusterer.deaths === 1);
  });
  return clusterers;
}

import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { makeAssets, type Assets } from '@writethru/runtime';

const STYLE = '/assets/ops.css';
const SCRIPT = '/assets/ops.js';
const CHART = '/assets/uplot.js';

/** What ops pages are dressed in. */
export interface Dress {
  styles: string[];
  scripts: string[];
}

/** The files that ops pages load. The chart is fetched by the script, by a name that it knows. */
export function makeDress(): { assets: Assets; dress: Dress } {
  const file = fileURLToPath(import.meta.url);
  const folder = path.dirname(file);
  const chart = path.join(path.dirname(createRequire(file).resolve('uplot')), 'uPlot');
  const assets = makeAssets([
    { path: STYLE, mediaType: 'text/css', files: [`${chart}.min.css`, path.join(folder, 'style.css')] },
    { path: SCRIPT, mediaType: 'text/javascript', files: [path.join(folder, 'ops.js')] },
    { path: CHART, mediaType: 'text/javascript', files: [`${chart}.esm.js`] },
  ]);
  return { assets, dress: { styles: [assets.urlOf(STYLE)], scripts: [assets.urlOf(SCRIPT)] } };
}

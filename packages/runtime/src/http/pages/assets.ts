import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Router } from 'express';

import { refuseOtherMethods } from '../app.ts';

/** The style sheet that every page begins with, where it lies. */
export const BASE_STYLE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'base.css');

/** A file that pages load: sent as it is, under a name that changes with its content. */
export interface Asset {
  /** Where it is served, for instance /assets/shell.css. */
  path: string;
  mediaType: 'text/css' | 'text/javascript' | 'image/svg+xml';
  /** Where it lies: one file after the other. */
  files: readonly string[];
}

export interface Assets {
  router: Router;
  /** The URL of an asset by its path, with its version. Throws an Error for one that is not served. */
  urlOf(place: string): string;
}

/** Reads the files once. A browser may keep each for a year, as another content has another URL. */
export function makeAssets(assets: readonly Asset[]): Assets {
  const router = Router({ caseSensitive: true });
  const urls = new Map<string, string>();
  for (const { path: place, mediaType, files } of assets) {
    const text = files.map((file) => readFileSync(file, 'utf8')).join('');
    const version = createHash('sha256').update(text).digest('base64url').slice(0, 12);
    urls.set(place, `${place}?v=${version}`);
    router
      .route(place)
      .get((request, response) => {
        const isCurrent = request.query['v'] === version;
        response.setHeader('Cache-Control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
        response.type(mediaType).send(text);
      })
      .all(refuseOtherMethods('GET', 'HEAD'));
  }
  return {
    router,
    urlOf(place) {
      const url = urls.get(place);
      if (url === undefined) throw new Error(`No asset is served at ${place}.`);
      return url;
    },
  };
}

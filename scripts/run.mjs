// node scripts/run.mjs ENTRY.ts [ARGUMENT …]
// Installs what is missing, then runs the entry in this very process: signals reach it, and nothing has to relay them.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

import { installWhatIsMissing, root } from './install.mjs';

const entry = process.argv[2];
if (entry === undefined) {
  console.error('usage: node scripts/run.mjs ENTRY.ts [ARGUMENT …]');
  process.exit(2);
}
// Left to itself V8 lets garbage grow to three times what lives before it collects: a clusterer that needs 80 MB of heap
// would take 200. Half as much again costs it a few percent of its CPU.
setFlagsFromString('--heap-growing-percent=50');
installWhatIsMissing();
// By path, not by name: when this file was read there may have been no node_modules yet.
const { register } = await import(
  pathToFileURL(path.join(root, 'node_modules/tsx/dist/esm/api/index.mjs')).href
);
register();
await import(pathToFileURL(path.join(root, entry)).href);

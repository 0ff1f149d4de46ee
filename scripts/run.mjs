// node scripts/run.mjs ENTRY.ts [ARGUMENT …]
// Installs what is missing, then runs the entry in this very process: signals reach it, and nothing has to relay them.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { installWhatIsMissing, root } from './install.mjs';

const entry = process.argv[2];
if (entry === undefined) {
  console.error('usage: node scripts/run.mjs ENTRY.ts [ARGUMENT …]');
  process.exit(2);
}
installWhatIsMissing();
// By path, not by name: when this file was read there may have been no node_modules yet.
const { register } = await import(
  pathToFileURL(path.join(root, 'node_modules/tsx/dist/esm/api/index.mjs')).href
);
register();
await import(pathToFileURL(path.join(root, entry)).href);

// Installs what is missing, then runs the tests; arguments go to Jest.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { installWhatIsMissing, root } from './install.mjs';

installWhatIsMissing();
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const result = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(result.status ?? 1);

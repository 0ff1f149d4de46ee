import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

// A rule that has stopped to bite looks just like a rule that nobody breaks. So each is broken here, in a copy.
const SELF = fileURLToPath(import.meta.url);
const ROOT = path.resolve(path.dirname(SELF), '../..');
const IMPORTS = 'eslint(no-restricted-imports)';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) => `export const n${at} = ${at};`).join('\n');
const longFunction = (count: number): string =>
  `export function f(): number[] {\n  return [\n${Array.from({ length: count }, (_, at) => `    ${at},`).join('\n')}\n  ];\n}`;

/** A file, what stands in it, and the rule that must speak up. */
const BROKEN: [file: string, code: string, rule: string][] = [
  // The arrows.
  ['packages/domain/src/a1.ts', `export * from '@writethru/fingerprint';`, IMPORTS],
  ['packages/fingerprint/src/a2.ts', `export * from '@writethru/clustering';`, IMPORTS],
  ['packages/clustering/src/a3.ts', `export * from '@writethru/fingerprint';`, IMPORTS],
  ['packages/wire/src/a4.ts', `export * from '@writethru/runtime';`, IMPORTS],
  ['packages/store/src/a5.ts', `export * from '@writethru/queue';`, IMPORTS],
  ['packages/queue/src/a6.ts', `export * from '@writethru/store';`, IMPORTS],
  ['packages/runtime/src/a7.ts', `export * from '@writethru/store';`, IMPORTS],
  ['packages/embedded/src/a8.ts', `export * from '@writethru/queue';`, IMPORTS],
  ['packages/cli/src/a9.ts', `export * from '@writethru/store';`, IMPORTS],
  ['packages/store/src/a10.ts', `export * from '@writethru/service-intake';`, IMPORTS],
  ['services/query/src/a11.ts', `export * from '@writethru/service-intake';`, IMPORTS],
  ['services/intake/src/a12.ts', `export * from '@writethru/embedded';`, IMPORTS],
  ['services/query/src/a14.ts', `export * from '@writethru/seeds';`, IMPORTS],
  ['seeds/a15.ts', `export * from '@writethru/store';`, IMPORTS],
  ['services/standalone/src/a13.ts', `export * from '@writethru/cli';`, IMPORTS],
  ['packages/contract/src/a16.ts', `export * from '@writethru/runtime';`, IMPORTS],
  ['packages/client/src/a17.ts', `export * from '@writethru/wire';`, IMPORTS],
  ['packages/outbound/src/a19.ts', `export * from '@writethru/runtime';`, IMPORTS],
  ['packages/cli/src/a18.ts', `export * from '@writethru/contract';`, IMPORTS],
  // … however the import is written.
  ['packages/store/src/b1.ts', `export type { Hint } from '@writethru/queue';`, IMPORTS],
  ['packages/store/src/b2.ts', `import '@writethru/queue';`, IMPORTS],
  ['packages/store/src/b3.ts', `export const queue = import('@writethru/queue');`, IMPORTS],
  ['packages/store/src/b4.test.ts', `export * from '@writethru/queue';`, IMPORTS],
  // No way around by a path.
  ['packages/store/src/c1.ts', `export * from '../../queue/src/index.ts';`, IMPORTS],
  ['packages/store/src/queries/c2.ts', `export * from '../../../queue/src/index.ts';`, IMPORTS],
  ['packages/cli/src/c3.ts', `export * from '../../../test/support/run-cli.ts';`, IMPORTS],
  ['services/query/src/c4.ts', `export * from '../../intake/src/index.ts';`, IMPORTS],
  ['services/standalone/src/c5.ts', `export * from '../../intake/src/index.ts';`, IMPORTS],
  ['services/standalone/src/c6.ts', `export * from '../../../services/intake/src/index.ts';`, IMPORTS],
  ['test/e2e/c7.ts', `export * from '../../packages/store/src/pool.ts';`, IMPORTS],
  // One owner for each library.
  ['services/query/src/d1.ts', `export * from 'pg';`, IMPORTS],
  ['packages/runtime/src/d2.ts', `export * from 'pg';`, IMPORTS],
  ['services/clusterer/src/d3.ts', `export * from 'bullmq';`, IMPORTS],
  ['packages/embedded/src/d4.ts', `export * from 'bullmq';`, IMPORTS],
  ['packages/store/src/d5.ts', `export * from 'ioredis';`, IMPORTS],
  ['packages/store/src/d6.ts', `export * from 'express';`, IMPORTS],
  ['packages/runtime/src/d7.ts', `export * from 'commander';`, IMPORTS],
  ['packages/fingerprint/src/d8.ts', `export * from 'minhash';`, IMPORTS],
  ['services/clusterer/src/d9.ts', `export * from 'minhash';`, IMPORTS],
  // Pure is pure.
  ['packages/domain/src/e1.ts', `export { readFileSync } from 'node:fs';`, IMPORTS],
  ['packages/fingerprint/src/e2.ts', `export { connect } from 'node:net';`, IMPORTS],
  ['packages/clustering/src/e3.ts', `export { request } from 'node:http';`, IMPORTS],
  ['packages/wire/src/e4.ts', `export { readFile } from 'node:fs/promises';`, IMPORTS],
  ['packages/wire/src/e5.ts', `export * from 'pg';`, IMPORTS],
  ['packages/client/src/e10.ts', `export { readFile } from 'node:fs/promises';`, IMPORTS],
  ['packages/contract/src/e9.ts', `export { readFile } from 'node:fs/promises';`, IMPORTS],
  ['packages/clustering/src/e6.ts', `export const now = Date.now();`, 'eslint(no-restricted-properties)'],
  [
    'packages/fingerprint/src/e7.ts',
    `export const dice = Math.random();`,
    'eslint(no-restricted-properties)',
  ],
  ['packages/domain/src/e8.ts', `console.log('here');`, 'eslint(no-restricted-globals)'],
  // Promises and errors.
  [
    'packages/store/src/f1.ts',
    `const f = async (): Promise<void> => {};\nf();`,
    'typescript(no-floating-promises)',
  ],
  [
    'packages/store/src/f2.ts',
    `const f = async (): Promise<void> => {};\nsetTimeout(f, 1);`,
    'typescript(no-misused-promises)',
  ],
  [
    'packages/store/src/f3.ts',
    `export const f = async (): Promise<number> => await 1;`,
    'typescript(await-thenable)',
  ],
  ['packages/store/src/f4.ts', `throw 'text';`, 'typescript(only-throw-error)'],
  ['packages/store/src/f5.ts', `export const x: any = 1;`, 'typescript(no-explicit-any)'],
  [
    'packages/store/src/f6.ts',
    `export const x: string = JSON.parse('1');`,
    'typescript(no-unsafe-assignment)',
  ],
  ['packages/store/src/f7.ts', `// @ts-ignore\nexport const x = 1;`, 'typescript(ban-ts-comment)'],
  ['packages/store/src/f8.ts', `// oxlint-disable-next-line eqeqeq\nexport const x = 1;`, 'unused'],
  // Layout.
  ['packages/store/src/g1.ts', lines(301), 'eslint(max-lines)'],
  ['packages/store/src/g2.ts', longFunction(60), 'eslint(max-lines-per-function)'],
  ['services/query/src/main.ts', lines(81), 'eslint(max-lines)'],
  ['packages/store/src/g3.ts', `const x = 1;\nexport default x;`, 'import(no-default-export)'],
  ['packages/store/src/g4.ts', `export const x = process.env['PORT'];`, 'node(no-process-env)'],
  ['packages/store/src/gFive.ts', `export const x = 1;`, 'unicorn(filename-case)'],
  [
    'packages/store/src/g6.test.ts',
    `import { jest } from '@jest/globals';\njest.mock('pg');`,
    'jest(no-restricted-jest-methods)',
  ],
];

/** What the arrows allow: no rule may speak up. */
const FINE: [file: string, code: string][] = [
  ['packages/runtime/src/h0.ts', `export * from '@writethru/contract';`],
  ['packages/contract/src/h10.ts', `export * from '@writethru/wire';`],
  ['packages/fingerprint/src/h1.ts', `export * from '@writethru/domain';`],
  ['packages/store/src/h2.ts', `export * from 'pg';\nexport * from '@writethru/domain';`],
  ['packages/queue/src/h3.ts', `export * from 'bullmq';\nexport { Pool } from 'pg';`],
  ['packages/embedded/src/h4.ts', `export * from 'pg';\nexport { Redis } from 'ioredis';`],
  ['packages/store/src/queries/h5.ts', `export * from '../pool.ts';`],
  ['services/query/src/h6.ts', `export * from '@writethru/store';\nexport { Router } from 'express';`],
  [
    'services/standalone/src/h7.ts',
    `export * from '@writethru/service-intake';\nexport * from '@writethru/seeds';`,
  ],
  ['services/ops/src/main.ts', `export const port = process.env['PORT'];`],
  ['packages/fingerprint/src/h8.test.ts', `export * from 'minhash';\nexport * from './h1.ts';`],
  ['test/support/h9.ts', `${lines(301)}\nexport const url = process.env['DATABASE_URL'];`],
  ['jest.config.ts', `export default {};`],
];

let folder: string;
let found: Map<string, string[]>;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'writethru-lint-')));
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json'])
    copyFileSync(path.join(ROOT, name), path.join(folder, name));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  for (const [file, code] of [...BROKEN, ...FINE]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${code}\n`);
  }
  found = lint();
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Rules by file, as the project's own lint run reports them. */
function lint(): Map<string, string[]> {
  const oxlint = path.join(ROOT, 'node_modules/.bin/oxlint');
  const folders = ['packages', 'services', 'seeds', 'test', 'jest.config.ts'];
  const flags = ['--type-aware', '--deny-warnings', '--format', 'json'];
  const run = spawnSync(oxlint, [...flags, ...folders], { cwd: folder, encoding: 'utf8' });
  const report = JSON.parse(run.stdout) as {
    diagnostics: { code?: string; message: string; filename: string }[];
  };
  const rules = new Map<string, string[]>();
  for (const { code, message, filename } of report.diagnostics) {
    const rule = code ?? (message.startsWith('Unused') ? 'unused' : message);
    rules.set(filename, [...(rules.get(filename) ?? []), rule]);
  }
  return rules;
}

describe('the lint rules', () => {
  test.each(BROKEN.map(([file, , rule]) => [rule, file]))('%s bites in %s', (rule, file) => {
    expect(found.get(file)).toContain(rule);
  });

  test('are switched off in no file of ours', () => {
    const switches = /(?:eslint|oxlint)-disable|@ts-(?:ignore|nocheck|expect-error)/;
    const files = ['packages', 'services', 'seeds', 'scripts', 'test'].flatMap((name) =>
      readdirSync(path.join(ROOT, name), { recursive: true, withFileTypes: true })
        .filter(
          (entry) =>
            entry.isFile() && /\.(?:ts|mjs)$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
        )
        .map((entry) => path.join(entry.parentPath, entry.name)),
    );
    expect(files.length).toBeGreaterThan(50);
    const offenders = files.filter((file) => file !== SELF && switches.test(readFileSync(file, 'utf8')));
    expect(offenders).toEqual([]);
  });

  test.each(FINE.map(([file]) => file))('%s is left alone', (file) => {
    expect(found.get(file)).toBeUndefined();
  });
});

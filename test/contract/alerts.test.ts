import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { describeWithPromtool, runPromtool } from '../support/promtool.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDER = path.join(ROOT, 'deploy/prometheus');
const rules = readFileSync(path.join(FOLDER, 'writethru.rules.yml'), 'utf8');
const tests = readdirSync(FOLDER).filter((name) => name.endsWith('.test.yml'));
const alerts = [...rules.matchAll(/- alert: (\w+)[\s\S]*?runbook: (\S+)/g)].map(([, name, runbook]) => ({
  name: name!,
  runbook: runbook!,
}));

/** The headings of a page as GitHub links to them. */
function anchorsOf(page: string): string[] {
  const headings = [...readFileSync(path.join(ROOT, page), 'utf8').matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

test('every alert has a runbook that is there, and stands in it by name', () => {
  expect(alerts.length).toBeGreaterThan(20);
  expect(alerts).toHaveLength(rules.split('- alert:').length - 1);
  for (const { name, runbook } of alerts) {
    const [page, anchor] = runbook.split('#');
    expect([name, anchorsOf(page!)]).toEqual([name, expect.arrayContaining([anchor])]);
    const chapter = readFileSync(path.join(ROOT, page!), 'utf8')
      .split(/^## /m)
      .find((text) => text.includes(`\`${name}\``));
    expect([name, chapter !== undefined]).toEqual([name, true]);
  }
});

test('every alert has a case in which it fires, and one in which it does not', () => {
  const texts = tests.map((name) => readFileSync(path.join(FOLDER, name), 'utf8')).join('\n');
  for (const { name } of alerts) {
    expect([name, texts.includes(`alertname: ${name}\n        exp_alerts:\n          - `)]).toEqual([
      name,
      true,
    ]);
    expect([name, texts.includes(`alertname: ${name}, exp_alerts: [] }`)]).toEqual([name, true]);
  }
});

describeWithPromtool('promtool', () => {
  test('accepts the rules and the configuration', () => {
    expect(runPromtool(['check', 'rules', path.join(FOLDER, 'writethru.rules.yml')])).toMatchObject({
      code: 0,
    });
    const config = ['check', 'config', '--syntax-only', path.join(FOLDER, 'prometheus.yml')];
    expect(runPromtool(config)).toMatchObject({ code: 0 });
  });

  describe.each(tests)('%s', (name) => {
    test('holds', () => {
      const { code, output } = runPromtool(['test', 'rules', path.join(FOLDER, name)]);
      expect({ code, failed: output.includes('FAILED') ? output : '' }).toEqual({ code: 0, failed: '' });
    });
  });
});

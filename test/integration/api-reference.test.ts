import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATIONS } from '@writethru/contract';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench();
});

afterAll(() => bench.close());

describe('the reference', () => {
  test('is served as OpenAPI 3.1 to anyone, and once only to who has it', async () => {
    const { status, body, headers } = await bench.call('/openapi.json', { key: '' });
    expect({ status, body }).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
    const etag = headers.get('etag')!;
    const again = await bench.call('/openapi.json', { key: '', headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  test('is a page that shows every operation with a call, and every schema that it links to', async () => {
    const { status, body } = await bench.call('/docs', { key: '' });
    expect(status).toBe(200);
    const page = String(body);
    for (const { id, path } of OPERATIONS) {
      expect(page).toContain(`<section id="${id}">`);
      expect(page).toContain(`<code>${path}</code>`);
    }
    const anchors = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]!);
    expect(anchors.length).toBeGreaterThan(20);
    expect(anchors.filter((anchor) => !page.includes(`id="${anchor}"`))).toEqual([]);
    expect(page.match(/<pre[^>]*># /g)).toHaveLength(OPERATIONS.length);
  });

  test('runs no script and asks nothing of another host', async () => {
    const { body, headers } = await bench.call('/docs', { key: '' });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
    expect(String(body)).not.toMatch(/<script|style="|(?:src|href)="(?:https?:)?\/\//);
    const style = await bench.call('/docs/reference.css', { key: '' });
    expect(style.headers.get('content-type')).toMatch(/^text\/css/);
  });
});

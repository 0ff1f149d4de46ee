import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { BAD_INPUTS, formatRows } from '../support/bad-inputs/page.ts';
import type { Answer, BadInput } from '../support/bad-inputs/row.ts';

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench();
});

afterAll(() => bench.close());

describe.each(Object.entries(BAD_INPUTS))('bad %s', (_kind, rows) => {
  test.each(rows)('$row: $name: $expected', async (input) => {
    const answer = await input.send(bench);
    expect(outcomeOf(answer, input)).toEqual(wantedOf(input));
    await input.check?.(bench, answer);
  });
});

test('docs/bad-inputs.md lists them all', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/bad-inputs.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| +\d/.test(line));
  const squeeze = (line: string): string => line.replaceAll(/ +/g, ' ');
  expect(rows.map(squeeze)).toEqual(formatRows().map(squeeze));
});

interface Outcome {
  status: number;
  problem?: string;
  names?: string;
}

function outcomeOf(answer: Answer, input: BadInput): Outcome {
  if (!isProblemDue(input)) return { status: answer.status };
  const { type, errors } = JSON.parse(answer.text) as { type: string; errors?: { pointer: string }[] };
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  const names = errors?.find(({ pointer }) => pointer === input.pointer)?.pointer;
  return {
    status: answer.status,
    problem: isProblem === true ? type : 'none',
    ...(input.pointer !== undefined && { names: names ?? JSON.stringify(errors) }),
  };
}

function wantedOf(input: BadInput): Outcome {
  if (!isProblemDue(input)) return { status: input.expected };
  return {
    status: input.expected,
    problem: `/problems/${input.problem}`,
    ...(input.pointer !== undefined && { names: input.pointer }),
  };
}

function isProblemDue(input: BadInput): boolean {
  return input.expected >= 400 && input.isRaw !== true;
}

import { ROUTES } from '@writethru/client';
import { buildDocument } from '@writethru/contract';
import { expect, test } from '@jest/globals';

interface Schema {
  $ref?: string;
  required?: string[];
  anyOf?: Schema[];
}
interface Described {
  operationId: string;
  parameters?: { in: string; name: string }[];
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const document = buildDocument();

function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.split('/').at(-1)!;
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  return schemas[name]!;
}

/** Every operation of the document, with its method and path. */
const described = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Described>).map(([method, operation]) => ({
    path,
    method,
    operation,
  })),
);

test('the client has every operation of the document, by its method and path, and no other', () => {
  const inDocument = described.map(
    ({ path, method, operation }) => `${operation.operationId}: ${method} ${path}`,
  );
  const inClient = Object.entries(ROUTES).map(([id, { method, path }]) => `${id}: ${method} ${path}`);
  expect(inClient.toSorted()).toEqual(inDocument.toSorted());
});

test.each(described)(
  '$operation.operationId: its parameters have one name each, its pages are read by the right one, and its answers are known by a member that they all have',
  ({ operation }) => {
    const route: { has: string | null; pageBy?: string } =
      ROUTES[operation.operationId as keyof typeof ROUTES];
    const names = (operation.parameters ?? [])
      .filter((parameter) => parameter.in !== 'header')
      .map(({ name }) => name);
    expect(new Set([...names, 'body', 'mediaType']).size).toBe(names.length + 2);
    const answers = Object.entries(operation.responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([, { content }]) => content?.['application/json'] ?? [])
      .map(({ schema }) => resolve(schema));
    expect(route.has === null).toBe(answers.length === 0);
    for (const { required } of answers) expect(required).toContain(route.has);
    const isPaged = answers.some(({ required }) => required?.includes('next'));
    expect(route.pageBy === undefined).toBe(!isPaged);
    expect(names.includes(route.pageBy ?? '')).toBe(isPaged);
  },
);

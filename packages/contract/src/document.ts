import type { ErrorCode } from '@writethru/domain';
import { z } from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';

import {
  refusalsOf,
  takesIdempotencyKey,
  type Answer,
  type Operation,
  type RequestBody,
} from './operation.ts';
import { OPERATIONS } from './operations/all.ts';
import { exampleProblem, problemSchema, STATUS, TITLE } from './problem.ts';

export type OpenApiDocument = oas31.OpenAPIObject;

const DESCRIPTION = `Writethru folds the versions of a news story that feeds send into one story.

Send your key as \`Authorization: Bearer wt_…\`. A refusal is \`application/problem+json\` (RFC 9457); its \`errors\` name
the fields. Every answer has an \`x-request-id\`; send your own to find a request in the log. A GET answers with an
\`ETag\`, and 304 to \`If-None-Match\`. Lists are read to their end by \`next\`.`;

/** The OpenAPI 3.1 document of all operations, made of the very schemas that requests and answers go through. */
export function buildDocument(operations: readonly Operation[] = OPERATIONS): OpenApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Writethru',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
      security: [{ key: [] }],
      paths,
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', bearerFormat: 'wt_…' } } },
    },
    { override: ({ jsonSchema }) => dropLongPattern(jsonSchema) },
  );
}

/** The format says it, in fewer words. */
function dropLongPattern(jsonSchema: { format?: string; pattern?: string }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { deprecated, description, query, body, scope } = operation;
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(description === undefined ? {} : { description }),
    ...(deprecated === undefined ? {} : { deprecated: true }),
    ...(scope === 'none' ? { security: [] } : { security: [{ key: [] }], 'x-scope': scope }),
    'x-examples': operation.calls,
    requestParams: {
      ...(operation.params && { path: operation.params }),
      ...(query && { query }),
      ...headerParams(operation),
    },
    ...(body && { requestBody: describeBody(body) }),
    responses: describeResponses(operation),
  };
}

function describeResponses(
  operation: Operation,
): Record<`${1 | 2 | 3 | 4 | 5}${string}`, ZodOpenApiResponseObject> {
  const responses: Record<string, ZodOpenApiResponseObject> = {};
  for (const [status, answer] of Object.entries(operation.answers)) {
    responses[status] = describeAnswer(operation, answer);
  }
  if (isRevalidated(operation)) {
    responses['304'] = { description: 'You have it already: its ETag is in your If-None-Match.' };
  }
  for (const code of refusalsOf(operation)) responses[STATUS[code]] = describeRefusal(code);
  return responses;
}

/** Whether a GET answers with an ETag, and 304. */
export function isRevalidated(operation: Operation): boolean {
  return operation.method === 'get' && (operation.caching ?? 'revalidate') === 'revalidate';
}

function headerParams(operation: Operation): { header?: z.ZodObject } {
  const headers = Object.entries({
    ...operation.headers,
    ...(takesIdempotencyKey(operation) && {
      'Idempotency-Key': 'The same request with the same key, within a day, gets the same answer again.',
    }),
  });
  if (headers.length === 0) return {};
  const shape = headers.map(
    ([name, text]) => [name, z.string().optional().meta({ description: text })] as const,
  );
  return { header: z.object(Object.fromEntries(shape)) };
}

function describeBody(body: RequestBody): NonNullable<ZodOpenApiOperationObject['requestBody']> {
  return {
    required: true,
    ...(body.description === undefined ? {} : { description: body.description }),
    content: Object.fromEntries(Object.entries(body.types).map(([type, media]) => [type, { ...media }])),
  };
}

function describeAnswer(operation: Operation, answer: Answer): ZodOpenApiResponseObject {
  const json = answer.schema && { 'application/json': { schema: answer.schema, example: answer.example } };
  const content = { ...json, ...answer.otherTypes };
  const headers = { ...answer.headers, ...deprecationHeaders(operation) };
  return {
    description: answer.description,
    ...(Object.keys(headers).length === 0 ? {} : { headers: describeHeaders(headers) }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

function describeHeaders(headers: Readonly<Record<string, string>>): z.ZodObject {
  return z.object(
    Object.fromEntries(
      Object.entries(headers).map(([name, description]) => [
        name,
        z.string().optional().meta({ description }),
      ]),
    ),
  );
}

function deprecationHeaders(operation: Operation): Record<string, string> {
  if (operation.deprecated === undefined) return {};
  return { Deprecation: 'Since when it is deprecated (RFC 9745).', Sunset: 'When it ends (RFC 8594).' };
}

function describeRefusal(code: ErrorCode): ZodOpenApiResponseObject {
  return {
    description: `${TITLE[code]}.`,
    content: { 'application/problem+json': { schema: problemSchema, example: exampleProblem(code) } },
  };
}

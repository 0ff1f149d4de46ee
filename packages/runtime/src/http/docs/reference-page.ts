import type { OpenApiDocument } from '@writethru/contract';

import { html, type SafeHtml } from '../html.ts';
import { renderCurl } from './curl.ts';
import type { Media, Operation, Parameter, Responses, Schema } from './document-parts.ts';
import { describeType, renderProperties } from './schema-parts.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI document as a page for people: every operation with a call to copy, then every schema. */
export function renderReference(document: OpenApiDocument): SafeHtml {
  const operations = listOperations(document);
  const tags = (document.tags ?? []).map(({ name }) => name);
  const schemas = Object.entries(document.components?.schemas ?? {}) as [string, Schema][];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title} API</title>
        <link rel="stylesheet" href="/docs/reference.css" />
      </head>
      <body>
        <nav aria-label="Operations">
          <p><a href="/openapi.json">openapi.json</a></p>
          ${tags.map(
            (tag) =>
              html`<h2>${tag}</h2>
                <ul>
                  ${operations
                    .filter(({ operation }) => operation.tags?.includes(tag))
                    .map(
                      ({ operation }) =>
                        html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`,
                    )}
                </ul>`,
          )}
          <h2>Schemas</h2>
          <ul>
            ${schemas.map(([name]) => html`<li><a href="#schema-${name}">${name}</a></li>`)}
          </ul>
        </nav>
        <main>
          <h1>${document.info.title} API</h1>
          ${(document.info.description ?? '').split('\n\n').map((text) => html`<p>${renderText(text)}</p>`)}
          ${operations.map(renderOperation)}
          <h2>Schemas</h2>
          ${schemas.map(
            ([name, schema]) =>
              html`<section id="schema-${name}">
                <h3>${name}</h3>
                <p>${schema.description ?? ''}</p>
                ${renderProperties(schema)}
              </section>`,
          )}
        </main>
      </body>
    </html> `;
}

interface Listed {
  method: string;
  path: string;
  operation: Operation;
}

function listOperations(document: OpenApiDocument): Listed[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = (item as Record<string, Operation | undefined>)[method];
      return operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }];
    }),
  );
}

function renderOperation({ method, path, operation }: Listed): SafeHtml {
  const scope = operation['x-scope'] ?? 'none';
  return html`<section id="${operation.operationId}">
    <h2>${operation.summary}</h2>
    <p class="call"><b>${method}</b> <code>${path}</code></p>
    <p>${renderText(operation.description ?? '')}</p>
    <p>Scope of the key: ${scope}.${operation.deprecated === true ? ' Deprecated.' : ''}</p>
    ${renderParameters(operation.parameters ?? [])} ${renderBody(operation.requestBody?.content)}
    <h3>Try</h3>
    <pre tabindex="0">${renderCurl(method, path, operation)}</pre>
    <h3>Answers</h3>
    ${renderAnswers(operation.responses ?? {})}
  </section>`;
}

function renderParameters(parameters: readonly Parameter[]): SafeHtml | '' {
  if (parameters.length === 0) return '';
  return html`<h3>Parameters</h3>
    <table>
      <thead>
        <tr>
          <th>Name</th>
          <th>In</th>
          <th>Type</th>
          <th>What</th>
        </tr>
      </thead>
      <tbody>
        ${parameters.map(
          (one) =>
            html`<tr>
              <td><code>${one.name}</code>${one.required === true ? ' *' : ''}</td>
              <td>${one.in}</td>
              <td>${describeType(one.schema ?? {})}</td>
              <td>${renderText(one.description ?? '')}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function renderBody(content: Record<string, Media> | undefined): SafeHtml | '' {
  if (content === undefined) return '';
  return html`<h3>Body</h3>
    ${Object.entries(content).map(
      ([type, { schema }]) => html`<p><code>${type}</code>: ${describeType(schema ?? {})}</p>`,
    )}`;
}

function renderAnswers(responses: Responses): SafeHtml {
  const all = Object.entries(responses);
  const refusals = all.filter(([status]) => Number(status) >= 400);
  return html`${all
      .filter(([status]) => Number(status) < 400)
      .map(
        ([status, answer]) =>
          html`<p><b>${status}</b> ${renderText(answer.description ?? '')}</p>
            ${Object.entries(answer.content ?? {}).map(
              ([type, { schema, example }]) =>
                html`<p><code>${type}</code>: ${describeType(schema ?? {})}</p>
                  <pre tabindex="0">
${typeof example === 'string' ? example : JSON.stringify(example, null, 2)}</pre>`,
            )}`,
      )}
    <p>
      Refusals (<a href="#schema-Problem">Problem</a>):
      ${refusals.map(([status, answer]) => `${status} ${answer.description ?? ''}`).join(' ')}
    </p>`;
}

/** Text whose \`code\` is set as such: all of Markdown that the document uses. */
function renderText(text: string): SafeHtml {
  return html`${text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
}

import { html, type SafeHtml } from '../html.ts';
import type { Schema } from './document-parts.ts';

/** What a value is, in a few words, with links to the schemas it names. */
export function describeType(schema: Schema): SafeHtml {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return html`${choices.map((one, at) => html`${at === 0 ? '' : ' or '}${describeType(one)}`)}`;
  }
  if (schema.enum !== undefined) return html`${schema.enum.map(String).join(' · ')}`;
  if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`;
  if (schema.items !== undefined) return html`list of ${describeType(schema.items)}`;
  const type = [schema.type ?? 'anything'].flat().join(' or ');
  return html`${type}${schema.format === undefined ? '' : ` (${schema.format})`}${describeBounds(schema)}`;
}

function describeBounds({ minimum, maximum, maxLength }: Schema): string {
  const bounds = [
    minimum === undefined || minimum < -1e15 ? '' : `from ${minimum}`,
    maximum === undefined || maximum > 1e15 ? '' : `to ${maximum}`,
    maxLength === undefined ? '' : `up to ${maxLength} characters`,
  ].filter((part) => part !== '');
  return bounds.length === 0 ? '' : `, ${bounds.join(' ')}`;
}

/** An object's fields as a table; what is no object as its type. */
export function renderProperties(schema: Schema): SafeHtml {
  if (schema.properties === undefined) return html`<p>${describeType(schema)}</p>`;
  return html`<table>
    <thead>
      <tr>
        <th>Field</th>
        <th>Type</th>
        <th>What</th>
      </tr>
    </thead>
    <tbody>
      ${Object.entries(schema.properties).map(
        ([name, one]) =>
          html`<tr>
            <td><code>${name}</code>${schema.required?.includes(name) === true ? ' *' : ''}</td>
            <td>${describeType(one)}</td>
            <td>${one.description ?? ''}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

import { RELATIONS, type Relation } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

import { startOfDay } from '../times.ts';

const NAMES = [
  'q',
  'provider',
  'language',
  'relation',
  'pubStatus',
  'urgency',
  'alerts',
  'minVersions',
  'minProviders',
  'from',
  'to',
  'sort',
] as const;
type Name = (typeof NAMES)[number];

/** What a reader filled in, by field. Days as YYYY-MM-DD. */
export type Filters = Partial<Record<Name, string>>;

/** The filters of a page's query. A form sends fields that nobody touched, as empty texts. */
export function readFilters(query: Readonly<Record<string, unknown>>): Filters {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = query[name];
      return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
    }),
  );
}

/** The filters as the API takes them: the days of the reader's zone become instants, the last day counts whole. */
export function toApiQuery(filters: Filters, timeZone: string): Record<string, string> {
  const { from, to, ...rest } = filters;
  return {
    ...rest,
    ...(from !== undefined && { from: startOfDay(from, timeZone, 0) }),
    ...(to !== undefined && { to: startOfDay(to, timeZone, 1) }),
  };
}

/** The filters as a query for a link. */
export function writeQuery(filters: Filters, more: Record<string, string> = {}): string {
  const text = new URLSearchParams({ ...filters, ...more }).toString();
  return text === '' ? '' : `?${text}`;
}

const STATUSES = [
  ['', 'Any'],
  ['canceled', 'Killed'],
  ['withheld', 'Withheld'],
  ['usable', 'Usable'],
] as const;
const ALERTS = [
  ['', 'Those without a story'],
  ['all', 'All'],
  ['alone', 'Only those without a story'],
] as const;
const SORTS = [
  ['', 'As usual'],
  ['updated', 'Changed last'],
  ['created', 'Newest story'],
  ['size', 'Most versions'],
] as const;
const HIDDEN_FROM_CHOICE: readonly Relation[] = ['original', 'related_to'];

/** The search and its filters, as a form whose address can be kept. */
export function renderFilters(filters: Filters): SafeHtml {
  const { q: _words, ...narrower } = filters;
  const isOpen = Object.keys(narrower).length > 0;
  return html`<form class="filters" action="/desk" aria-label="Filter stories">
    <div class="search">
      <label for="q">Search</label>
      <input
        id="q"
        name="q"
        type="search"
        maxlength="200"
        value="${filters.q ?? ''}"
        placeholder="Words of the lead"
      />
      <button>Search</button>
    </div>
    <details ${isOpen ? html`open` : ''}>
      <summary>Filters</summary>
      <div class="fields">
        ${renderInput(filters, 'provider', 'Provider', html`maxlength="200"`)}
        ${renderInput(filters, 'language', 'Language', html`maxlength="35" placeholder="en"`)}
        ${renderSelect(filters, 'relation', 'With a', [
          ['', 'Any'],
          ...RELATIONS.filter((one) => !HIDDEN_FROM_CHOICE.includes(one)).map(
            (one) => [one, one.replace(/_of$/, '').replace('cancels', 'kill')] as const,
          ),
        ])}
        ${renderSelect(filters, 'pubStatus', 'Status', STATUSES)}
        ${renderSelect(filters, 'alerts', 'Alerts', ALERTS)}
        ${renderInput(filters, 'urgency', 'Urgency', html`type="number" min="1" max="9"`)}
        ${renderInput(filters, 'minVersions', 'Versions from', html`type="number" min="1"`)}
        ${renderInput(filters, 'minProviders', 'Providers from', html`type="number" min="1"`)}
        ${renderInput(filters, 'from', 'First day', html`type="date"`)}
        ${renderInput(filters, 'to', 'Last day', html`type="date"`)}
        ${renderSelect(filters, 'sort', 'Order', SORTS)}
      </div>
      <p class="actions"><button>Apply</button> <a href="/desk">Clear</a></p>
    </details>
  </form>`;
}

function renderInput(filters: Filters, name: Name, label: string, attributes: SafeHtml): SafeHtml {
  return html`<p>
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" value="${filters[name] ?? ''}" ${attributes} />
  </p>`;
}

function renderSelect(
  filters: Filters,
  name: Name,
  label: string,
  choices: readonly (readonly [string, string])[],
): SafeHtml {
  return html`<p>
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      ${choices.map(
        ([value, text]) =>
          html`<option value="${value}" ${value === (filters[name] ?? '') ? html`selected` : ''}>
            ${text}
          </option>`,
      )}
    </select>
  </p>`;
}

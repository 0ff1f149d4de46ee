import { CLIENT_ROWS } from './client-rows.ts';
import { FEED_ROWS } from './feed-rows.ts';
import { FIELD_ROWS } from './field-rows.ts';
import { HTTP_ROWS } from './http-rows.ts';
import { JSON_ROWS } from './json-rows.ts';

/** Every bad input, by kind. */
export const BAD_INPUTS = {
  bytes: JSON_ROWS,
  fields: FIELD_ROWS,
  requests: HTTP_ROWS,
  clients: CLIENT_ROWS,
  feeds: FEED_ROWS,
};

/** The rows of docs/bad-inputs.md, one to a line. */
export function formatRows(): string[] {
  return Object.values(BAD_INPUTS)
    .flat()
    .sort((a, b) => a.row - b.row)
    .map(({ row, name, expected, problem, pointer }) => {
      const text = name
        .replaceAll('|', '\\|')
        .replaceAll('<', '&lt;')
        .replaceAll('*', '\\*')
        .replaceAll('_', '\\_');
      const kind = [problem, pointer].filter((part) => part !== undefined && part !== '').join(' · ');
      return `| ${row} | ${text} | ${expected} | ${kind} |`;
    });
}

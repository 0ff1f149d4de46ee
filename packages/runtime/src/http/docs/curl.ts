import type { Operation, ShownCall } from './document-parts.ts';

/** The example calls of an operation, as commands for a shell. */
export function renderCurl(method: string, path: string, operation: Operation): string {
  return (operation['x-examples'] ?? [])
    .map((call) => `# ${call.name}\n${toCommand(method, path, call)}`)
    .join('\n\n');
}

function toCommand(method: string, path: string, call: ShownCall): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(call.params?.[name] ?? ''),
  );
  const query = new URLSearchParams(call.query).toString();
  const headers = {
    ...call.headers,
    ...(call.mediaType !== undefined && { 'Content-Type': call.mediaType }),
  };
  const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  return [
    `curl -s${method === 'GET' || (method === 'POST' && call.body !== undefined) ? '' : ` -X ${method}`}`,
    `-H "Authorization: Bearer $KEY"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(call.body === undefined ? [] : [`--data-binary ${quote(body)}`]),
    quote(`http://127.0.0.1:3000${filled}${query === '' ? '' : `?${query}`}`),
  ].join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

import type { Route } from './routes.ts';

/** A request as it is sent, but for the service's address and key. */
export interface BuiltRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
}

/**
 * The request that a call makes: values named in the path go there, `body` and `mediaType` are the body, all others are
 * the query. Lists are sent comma-separated; what is undefined is not sent. Throws TypeError where the path lacks one.
 */
export function buildRequest(route: Pick<Route, 'method' | 'path'>, input: object): BuiltRequest {
  const { body, mediaType: named, ...parameters }: Readonly<Record<string, unknown>> = { ...input };
  const mediaType = typeof named === 'string' ? named : 'application/json';
  const inPath = new Set<string>();
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const value = parameters[name];
    if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be given, as text.`);
    inPath.add(name);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(
    Object.entries(parameters)
      .filter(([name, value]) => value !== undefined && !inPath.has(name))
      .map(([name, value]): [string, string] => [name, writeValue(value)]),
  ).toString();
  return {
    method: route.method.toUpperCase(),
    path: query === '' ? path : `${path}?${query}`,
    headers: body === undefined ? {} : { 'content-type': mediaType },
    body: body === undefined ? null : writeBody(body, mediaType),
  };
}

function writeValue(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}

function writeBody(body: unknown, mediaType: string): string | Uint8Array<ArrayBuffer> {
  if (mediaType !== 'application/json' && typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return JSON.stringify(body);
}

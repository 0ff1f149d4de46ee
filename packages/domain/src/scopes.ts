/** What a key may do. `ingest:PROVIDER` posts for one provider, `ingest:*` for any; `admin` may do everything. */
export type Scope = 'read' | 'edit' | 'ops' | 'admin' | `ingest:${string}`;

const FIXED = new Set(['read', 'edit', 'ops', 'admin']);

/** Whether `text` is a scope that a key can be given. */
export function isScope(text: string): text is Scope {
  return FIXED.has(text) || (text.startsWith('ingest:') && text.length > 'ingest:'.length);
}

/** Whether a key with `scopes` may read. Every role of ours includes it; a feed's key does not. */
export function canRead(scopes: readonly string[]): boolean {
  return ['read', 'edit', 'ops', 'admin'].some((scope) => scopes.includes(scope));
}

/** Whether a key with `scopes` may merge, split, move and pin, and see what readers may not. */
export function canEdit(scopes: readonly string[]): boolean {
  return scopes.includes('edit') || scopes.includes('admin');
}

/** Whether a key with `scopes` may act on operations: release and discard, pause and resume. */
export function canOperate(scopes: readonly string[]): boolean {
  return scopes.includes('ops') || scopes.includes('admin');
}

/** Whether a key with `scopes` may send articles of `provider`. */
export function canIngest(scopes: readonly string[], provider: string): boolean {
  return scopes.includes('admin') || scopes.includes('ingest:*') || scopes.includes(`ingest:${provider}`);
}

/** Whether a key with `scopes` may send articles of some provider. */
export function canIngestAny(scopes: readonly string[]): boolean {
  return scopes.includes('admin') || scopes.some((scope) => scope.startsWith('ingest:'));
}

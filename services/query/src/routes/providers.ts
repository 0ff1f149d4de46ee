import type { listProviders, setProvider } from '@writethru/contract';
import type { OperationHandler } from '@writethru/runtime';
import {
  listProviders as readProviders,
  setProvider as writeProvider,
  type Pool,
  type ProviderSettings,
} from '@writethru/store';

/** Providers with their settings, a page at a time. */
export function answerProviders(pool: Pool): OperationHandler<typeof listProviders> {
  return async ({ query }) => {
    // One more than asked for tells whether there is a next page.
    const found = await readProviders(pool, query.after ?? '', query.limit + 1);
    const providers = found.slice(0, query.limit);
    const next = found.length > query.limit ? (providers.at(-1)?.provider ?? null) : null;
    return { status: 200, body: { providers, next } };
  };
}

/** Changes what is named, and puts it on record. */
export function answerSetProvider(pool: Pool): OperationHandler<typeof setProvider> {
  return async ({ params, body, principal }) => {
    const { keyId, holder } = principal();
    const named = Object.entries(body).filter(([, value]) => value !== undefined);
    const wanted = Object.fromEntries(named) as Partial<ProviderSettings>;
    const settings = await writeProvider(pool, params.provider, wanted, { keyId, actor: holder });
    return { status: 200, body: settings };
  };
}

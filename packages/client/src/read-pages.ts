import type { CallOptions } from './call-operation.ts';
import { ROUTES } from './routes.ts';
import type { OperationId, PagedId } from './types.ts';

/** The pages of a list, from the first to the last. Throws as `call` does. */
export async function* readPages(
  call: (id: OperationId, input: object, options?: CallOptions) => Promise<unknown>,
  id: PagedId,
  input: object,
  options?: CallOptions,
): AsyncGenerator<unknown> {
  const { pageBy } = ROUTES[id];
  let next: string | null = null;
  do {
    const page = (await call(id, next === null ? input : { ...input, [pageBy]: next }, options)) as {
      next: string | null;
    };
    yield page;
    ({ next } = page);
  } while (next !== null);
}

import type { Router } from 'express';

/** The routes of a router and of those within it: `get /v1/stories/{id}`. */
export function listRoutes(router: Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route === undefined) return isRouter(handle) ? listRoutes(handle) : [];
    const methods = route.stack.map((layer) => layer.method).filter((method) => method !== undefined);
    return [...new Set(methods)].map((method) => `${method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`);
  });
}

function isRouter(handle: unknown): handle is Router {
  return typeof handle === 'function' && 'stack' in handle && Array.isArray(handle.stack);
}

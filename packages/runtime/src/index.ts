/**
 * What every service stands on: configuration, logger, life cycle, and the HTTP edge with its one error shape.
 * Knows nothing of news; the only package that knows HTTP status codes.
 */
export { loadConfig, loadServiceConfig, type Config } from './config.ts';
export { VARIABLES } from './config-table.ts';
export { createHttpApp, refuseOtherMethods, type RequestFacts } from './http/app.ts';
export {
  makeAuthenticate,
  principalOf,
  type Authenticate,
  type FindPrincipal,
  type Principal,
} from './http/authenticate.ts';
export { createDocumentRouter } from './http/docs/router.ts';
export { createHealthRouter } from './http/health.ts';
export { html, type SafeHtml } from './http/html.ts';
export { formOf, readForm } from './http/pages/forms.ts';
export { makeAssets, type Asset, type Assets } from './http/pages/assets.ts';
export { makePages, type Pages } from './http/pages/pages.ts';
export type { Page, Section } from './http/pages/shell.ts';
export { renderTime } from './http/pages/times.ts';
export type { PageView } from './http/pages/view.ts';
export { listen, type Listening } from './http/listen.ts';
export { registerStream } from './http/open-streams.ts';
export { bodyTextOf, readBody } from './http/read-body.ts';
export { requestIdOf } from './http/request-id.ts';
export { decodeBody } from './http/decode-body.ts';
export { parseJson } from './http/parse-json.ts';
export { checkInput } from './http/operations/check-input.ts';
export { mayCall } from './http/operations/scope-checks.ts';
export { createApiRouter } from './http/operations/api-router.ts';
export {
  serve,
  type OperationHandler,
  type OperationInput,
  type TextAnswer,
} from './http/operations/served-operation.ts';
export type { SignInStore } from './http/sign-in/sessions.ts';
export { toAppError, toProblem, type Problem } from './http/problem.ts';
export { giveWay } from './give-way.ts';
export { startHeart } from './heart.ts';
export { createLogger, type Logger } from './logger.ts';
export { failStart, ignoreClosedOutput, runUntilSignal } from './lifecycle.ts';
export { letInWhileAway } from './metrics/let-in-while-away.ts';
export { createMetricsRouter } from './metrics/metrics-router.ts';
export { createProcessMetrics, type ProcessMetrics } from './metrics/process-metrics.ts';
export { makeProcessFacts, type ProcessFacts } from './process-facts.ts';
export { chooseBackend } from './queue-backend.ts';
export { startLoop, type Loop } from './loop.ts';
export { readWait } from './http/read-wait.ts';

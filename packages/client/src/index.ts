/**
 * A typed client of the API. Its types are those of the contract; at run time it needs fetch and nothing else.
 */
export { createClient, type Client, type ClientOptions } from './create-client.ts';
export type { ChangeFilter, FollowOptions } from './follow-changes.ts';
export { describeProblem, ProblemError } from './problem-error.ts';
export { ROUTES } from './routes.ts';
export type { AnswerOf, Change, InputOf, OperationId, StorySummary } from './types.ts';

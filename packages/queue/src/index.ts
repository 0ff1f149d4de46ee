/**
 * The only BullMQ. Carries hints that an article waits, on Redis or on Postgres; loses nothing by losing all of them.
 */
export type { QueueBackend } from './backend.ts';
export { openBoardQueue, type BoardQueue } from './board.ts';
export { prepareBackend } from './connect.ts';
export { openConsumer, type Consumer } from './consumer.ts';
export { openProducer, type Producer } from './producer.ts';
export type { QueueReport } from './report.ts';

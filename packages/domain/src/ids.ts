import { uuidv7 } from 'uuidv7';

/** A new article or story id: UUIDv7, so that ids of one moment lie together in an index. */
export function newId(): string {
  return uuidv7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `text` has the shape of our ids: lower-case UUID. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

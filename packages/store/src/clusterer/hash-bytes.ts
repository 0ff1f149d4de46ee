/** The type of an array's elements, as Postgres numbers it. */
const BYTEA = 17;
/** Dimensions, whether there are nulls, type, length and lower bound: 32 bits each. */
const HEADER_BYTES = 20;

/**
 * Rows of 32-bit hashes as one parameter of type bytea[], each row as the bytes that a column holds: little-endian, as
 * every machine that this runs on. In Postgres' binary format: the driver would write them out in hex and escape
 * that, four times the work, and Postgres would read it back.
 */
export function toBytesArray(rows: readonly Uint32Array[]): Buffer {
  const size = rows.reduce((sum, row) => sum + 4 + row.byteLength, HEADER_BYTES);
  const buffer = Buffer.alloc(size);
  let at = 0;
  for (const field of [rows.length === 0 ? 0 : 1, 0, BYTEA, rows.length, 1])
    at = buffer.writeInt32BE(field, at);
  for (const row of rows) {
    at = buffer.writeInt32BE(row.byteLength, at);
    buffer.set(new Uint8Array(row.buffer, row.byteOffset, row.byteLength), at);
    at += row.byteLength;
  }
  // Without elements there are no dimensions, either.
  return rows.length === 0 ? buffer.subarray(0, 12) : buffer;
}

/** The hashes of a column. */
export function fromBytes(bytes: Buffer): Uint32Array {
  // A copy: a Buffer from the driver need not start at a multiple of four.
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

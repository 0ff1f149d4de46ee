/** 32-bit hashes as the bytes that a column holds: little-endian, as every machine that this runs on. */
export function toBytes(values: Uint32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** The hashes of a column. */
export function fromBytes(bytes: Buffer): Uint32Array {
  // A copy: a Buffer from the driver need not start at a multiple of four.
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

/** Values of a statement, numbered as they come. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Its placeholder. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

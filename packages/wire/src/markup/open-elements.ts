/**
 * The elements that are open, the last one last. A count for each name keeps it linear: the end of an element that is
 * not open is known at once.
 */
export class OpenElements {
  private readonly names: string[] = [];
  private readonly counts = new Map<string, number>();

  /** Opens an element of this name inside the last one. */
  open(name: string): void {
    this.names.push(name);
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  /** Closes the last of this name and all that were opened in it; answers their names, the inmost first. */
  close(name: string): string[] {
    if ((this.counts.get(name) ?? 0) === 0) return [];
    const at = this.names.lastIndexOf(name);
    const closed = this.names.splice(at).reverse();
    for (const each of closed) this.counts.set(each, this.counts.get(each)! - 1);
    return closed;
  }
}

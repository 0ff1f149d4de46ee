/** What has been done and must be undone, the last first. */
export class UndoStack {
  private readonly steps: (() => void | Promise<void>)[] = [];
  private running: Promise<void> | null = null;

  /** Adds a step. Where the undoing has begun already, it is undone at once. */
  push(step: () => void | Promise<void>): void {
    this.steps.push(step);
    if (this.running !== null) this.running = this.running.then(() => this.runSteps());
  }

  /** Undoes everything, once; a step that fails does not keep the others from running. Throws an AggregateError of the faults. */
  async run(): Promise<void> {
    this.running ??= this.runSteps();
    await this.running;
  }

  private async runSteps(): Promise<void> {
    const faults: unknown[] = [];
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      try {
        await step();
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, 'Not everything could be undone.');
  }
}

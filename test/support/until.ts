/**
 * Waits until `condition` holds, looking every few milliseconds. Throws after `timeoutMs` (default 2 min): a test
 * waits for what it promises, never for a time.
 */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 120_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Still not so after ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

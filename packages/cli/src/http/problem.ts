/** The parts of an RFC 9457 body that we show. */
interface Problem {
  title?: unknown;
  detail?: unknown;
  errors?: unknown;
}

/** What a refusal says, in one line: its detail, and the faults with the place of each. `fallback` if it says nothing. */
export function describeProblem(body: unknown, fallback: string): string {
  if (typeof body !== 'object' || body === null) return fallback;
  const problem: Problem = body;
  const text = [problem.detail, problem.title].find((part) => typeof part === 'string' && part !== '');
  const faults = Array.isArray(problem.errors)
    ? problem.errors.map(describeFault).filter((part) => part !== '')
    : [];
  const summary = typeof text === 'string' ? text : fallback;
  return faults.length === 0 ? summary : `${summary} ${faults.join('; ')}`;
}

function describeFault(fault: unknown): string {
  if (typeof fault !== 'object' || fault === null) return '';
  const pointer = 'pointer' in fault && typeof fault.pointer === 'string' ? fault.pointer : '';
  const detail = 'detail' in fault && typeof fault.detail === 'string' ? fault.detail : '';
  return [pointer, detail].filter((part) => part !== '').join(': ');
}

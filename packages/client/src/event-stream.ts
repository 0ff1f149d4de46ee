/** One server-sent event. */
export interface ServerEvent {
  id: string;
  type: string;
  data: string;
}

/**
 * The events of a stream, as the HTML standard reads them ("9.2.6 Interpreting an event stream"). An event that is not
 * ended by an empty line did not come whole, and is dropped. `onBytes` is told of every piece, comments included.
 */
export async function* readEvents(
  stream: ReadableStream<Uint8Array>,
  onBytes: () => void,
): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let lines: string[] = [];
  for await (const bytes of stream) {
    onBytes();
    rest += decoder.decode(bytes, { stream: true });
    // A CR at the end may be half of a CRLF.
    const pieces = rest.split(/\r\n|\n|\r(?!$)/);
    rest = pieces.pop() ?? '';
    for (const line of pieces) {
      if (line !== '') lines.push(line);
      else {
        const event = parseEvent(lines);
        lines = [];
        if (event !== null) yield event;
      }
    }
  }
}

function parseEvent(lines: readonly string[]): ServerEvent | null {
  const fields = lines
    .map((line) => /^([^:]*)(?:: ?)?(.*)$/.exec(line))
    .map((found) => [found?.[1] ?? '', found?.[2] ?? ''] as const);
  const last = (name: string): string => fields.findLast(([field]) => field === name)?.[1] ?? '';
  const data = fields.filter(([field]) => field === 'data').map(([, value]) => value);
  return data.length === 0 ? null : { id: last('id'), type: last('event'), data: data.join('\n') };
}

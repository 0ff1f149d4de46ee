/** What a route can answer with: a name for `?format=`, and its media type. JSON is what it answers if nobody asks. */
export type Offer<Format extends string> = Readonly<Record<Format, string>>;

/**
 * The format to answer with: as `?format=` says, else the offered one that `Accept` likes best, else `json`. What is
 * not offered does not matter: a client that takes nothing of ours gets JSON all the same (RFC 9110, 12.4.1).
 */
export function negotiate<Format extends string>(
  asked: Format | undefined,
  accept: string | undefined,
  offer: Offer<Format | 'json'>,
): Format | 'json' {
  if (asked !== undefined) return asked;
  let best: Format | 'json' = 'json';
  let bestWeight = 0;
  for (const range of (accept ?? '').slice(0, 1_000).split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = readWeight(parameters);
    const format = (Object.keys(offer) as (Format | 'json')[]).find((name) => offer[name] === type);
    if (format === undefined || weight <= bestWeight) continue;
    best = format;
    bestWeight = weight;
  }
  return best;
}

function readWeight(parameters: readonly string[]): number {
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const value = weight === undefined ? 1 : Number(weight.slice(2));
  return Number.isFinite(value) ? value : 0;
}

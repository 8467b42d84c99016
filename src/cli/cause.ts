/** An error and everything that brought it about, the last cause last: what went wrong at the bottom is what helps. */
export function chainOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let one = error; one instanceof Error && chain.length < 10; one = causeOf(one)) chain.push(one)
  return chain
}

function causeOf(error: Error): unknown {
  return error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined)
}

/** `TypeError: fetch failed, because Error: connect ECONNREFUSED 127.0.0.1:8460`; one that says nothing is told by its code. */
export function causeWords(error: unknown): string {
  const chain = chainOf(error)
  if (chain.length === 0) return String(error)
  return chain.map(({ name, message, ...rest }) => `${name}: ${message || codeIn(rest)}`).join(', because ')
}

function codeIn(rest: object): string {
  const { code } = rest as { code?: unknown }
  return typeof code === 'string' ? code : 'without a word'
}

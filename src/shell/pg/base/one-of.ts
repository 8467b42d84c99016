/** A list of words of the engine's own for the text of a query, as in `state in ${oneOf(WAITING)}`: plans of partial indexes need to see them. */
export function oneOf(words: readonly string[]): string {
  if (words.length === 0 || words.some((word) => !/^[\w.]+$/.test(word)))
    throw new Error(`no words for a query: ${words.join(' ')}`)
  return `(${words.map((word) => `'${word}'`).join(', ')})`
}

/** Whoever takes it first gets what is there, and nobody else holds it any longer: what a page is made of would otherwise live until the page is stored, and be copied by whoever collects garbage. Whoever takes it again has it made again. */
export function handedOver<T>(first: T, again: () => T): () => T {
  let held: { first: T } | null = { first }
  return () => {
    if (held === null) return again()
    const taken = held.first
    held = null
    return taken
  }
}

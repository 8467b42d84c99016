/** A word or a number, as codes are: some providers put the phone number or a sentence there, which is not kept. */
const CODE = /^(?!.*\d{7})[\w.-]{1,60}$/

/** What may be kept of what a provider calls a code. */
export function codeOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && CODE.test(text) ? text : null
}

/** The code at a key of an answer. */
export function codeIn(body: unknown, key: string): string | null {
  return body !== null && typeof body === 'object' ? codeOf((body as Record<string, unknown>)[key]) : null
}

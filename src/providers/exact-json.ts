/** A text in quotes, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
/** Digits of which a number of the language may lose the last. */
const LONG = /\d{16}/
const WHOLE = /^-?\d+$/

/** A document as it was written: a whole number that no number of the language holds is given as its digits, because an id with other last digits is the id of another message. It throws where the text is no JSON. */
export function parseExactly(text: string): unknown {
  const read = JSON.parse(text) as unknown
  // Only in a document that is whole does each quotation mark end where the next one stands.
  return LONG.test(text) ? (JSON.parse(text.replace(TOKEN, exactly)) as unknown) : read
}

function exactly(token: string): string {
  return WHOLE.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token
}

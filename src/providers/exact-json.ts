/** A text in quotes, or a number. */
const TOKEN = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
/** Digits of which a number of the language may lose the last. */
const LONG = /\d{16}/
const WHOLE = /^-?\d+$/

/** A document as it was written: a whole number that no number of the language holds is given as its digits, because an id with other last digits is the id of another message. It throws where the text is no JSON. */
export function parseExactly(text: string): unknown {
  return JSON.parse(LONG.test(text) ? text.replace(TOKEN, exactly) : text) as unknown
}

function exactly(token: string): string {
  return WHOLE.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token
}

/** What the text of a JSON document is made of, for whoever looks at it before it is parsed; trusts nothing about it. */

const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92
const [OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [91, 123, 93, 125]
const LAST_BLANK = 32
const BYTE_ORDER_MARK = 0xfeff

export type Mark = 'string' | 'open' | 'close' | 'comma'

export function markAt(text: string, at: number): Mark | null {
  switch (text.charCodeAt(at)) {
    case QUOTE:
      return 'string'
    case OPEN_LIST:
    case OPEN_OBJECT:
      return 'open'
    case CLOSE_LIST:
    case CLOSE_OBJECT:
      return 'close'
    case COMMA:
      return 'comma'
    default:
      return null
  }
}

/** The position at which the string that begins at the quote ends. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0
  while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++
  return slashes % 2 === 1
}

/** The number of quotation marks, those in texts too. */
export function quotesIn(text: string): number {
  let quotes = 0
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === QUOTE) quotes++
  return quotes
}

/** The first character that is no blank. */
export function firstSeen(text: string, from = 0): number {
  let at = from
  while (text.charCodeAt(at) <= LAST_BLANK || text.charCodeAt(at) === BYTE_ORDER_MARK) at++
  return at
}

export function isColon(text: string, at: number): boolean {
  return text.charCodeAt(at) === COLON
}

export function isList(text: string, at: number): boolean {
  return text.charCodeAt(at) === OPEN_LIST
}

export function isEndOfList(text: string, at: number): boolean {
  return text.charCodeAt(at) === CLOSE_LIST
}

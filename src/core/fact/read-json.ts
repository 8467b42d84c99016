/** Longer than any fact can be that its schema takes. */
export const LONGEST_ROW = 128 * 1024
/** A fact has lists in it, and objects in those. */
const DEEPEST = 8

export type ReadJson = { value: unknown; twice: string[] } | { problem: 'not_json' | 'too_long' | 'too_deep' }

/** One row as JSON. A key that one object says twice is told, because a parser keeps the last one and forgets the other; what is too long or too deep is not parsed at all. */
export function readJson(text: string): ReadJson {
  if (text.length > LONGEST_ROW) return { problem: 'too_long' }
  const scanned = scan(text)
  if (scanned === 'too_deep') return { problem: 'too_deep' }
  try {
    return { value: JSON.parse(text) as unknown, twice: scanned }
  } catch {
    return { problem: 'not_json' }
  }
}

const QUOTE = 34
const COLON = 58
const BACKSLASH = 92
const [OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [91, 123, 93, 125]
const LAST_BLANK = 32

/** Keys that stand twice in one object, in the order in which they are met; trusts nothing about the text. */
function scan(text: string): string[] | 'too_deep' {
  const twice: string[] = []
  const open: Set<string>[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      const key = isKey(text, end + 1) ? keyIn(text, at, end) : null
      const keys = open.at(-1)
      if (key !== null && keys?.has(key)) twice.push(key)
      else if (key !== null) keys?.add(key)
      at = end
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (open.push(new Set()) > DEEPEST) return 'too_deep'
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) open.pop()
  }
  return twice
}

/** Where the string that begins at the quote ends. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0
  while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++
  return slashes % 2 === 1
}

function isKey(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) <= LAST_BLANK) at++
  return text.charCodeAt(at) === COLON
}

/** As the parser reads it: `"\u0061"` is the key a. */
function keyIn(text: string, start: number, end: number): string | null {
  const inside = text.slice(start + 1, end)
  if (!inside.includes('\\')) return inside
  try {
    return JSON.parse(text.slice(start, end + 1)) as string
  } catch {
    return null
  }
}

import type { Breath } from './breath.ts'
import { Refusal } from './refusal.ts'

const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const [OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [91, 123, 93, 125]
const LAST_BLANK = 32
const PIECE = 32 * 1024

/** Where the rows of a JSON body stand: of an array its elements, else the whole of it, as [start, end, start, end, ...]. Only the brackets are looked at, so that a bad row is a bad row and not a bad body; refuses what does not close. */
export async function rowsIn(text: string, breath: Breath): Promise<{ list: boolean; at: number[] }> {
  const first = firstSeen(text)
  if (first === text.length) throw malformed()
  if (text.charCodeAt(first) !== OPEN_LIST) return { list: false, at: [first, text.length] }
  const at: number[] = []
  let [depth, start, looked] = [0, first + 1, first]
  for (let index = first; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) index = endOfString(text, index)
    else if (code === OPEN_LIST || code === OPEN_OBJECT) depth++
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      if (--depth > 0) continue
      if (code !== CLOSE_LIST || firstSeen(text, index + 1) < text.length) throw malformed()
      if (at.length > 0 || firstSeen(text, start) < index) at.push(start, index)
      return { list: true, at }
    } else if (code === COMMA && depth === 1) {
      at.push(start, index)
      start = index + 1
    }
    if (index - looked > PIECE) {
      await breath.after(index - looked)
      looked = index
    }
  }
  throw malformed()
}

function firstSeen(text: string, from = 0): number {
  let at = from
  while (at < text.length && (text.charCodeAt(at) <= LAST_BLANK || text.charCodeAt(at) === 0xfeff)) at++
  return at
}

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

function malformed(): Refusal {
  return new Refusal('malformed_json', 'the body is not a JSON document')
}

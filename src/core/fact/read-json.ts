import { endOfString, firstSeen, isColon, markAt, quotesIn } from './json-text.ts'

/** A row of this length is longer than any fact that its schema takes. */
export const LONGEST_ROW = 128 * 1024
/** A fact has lists in it, and objects in those. */
const DEEPEST = 8

/** The most that is parsed; absent = a row of facts. */
export interface MostRead {
  longest: number
  deepest: number
}
const OF_A_ROW: MostRead = { longest: LONGEST_ROW, deepest: DEEPEST }

export type ReadJson = { value: unknown; twice: string[] } | { problem: 'not_json' | 'too_long' | 'too_deep' }

/** One row as JSON. A key that one object says twice is told, because a parser keeps the last one and forgets the other; what is too long or too deep is not parsed at all. */
export function readJson(text: string, { longest, deepest } = OF_A_ROW): ReadJson {
  if (text.length > longest) return { problem: 'too_long' }
  const flat = readFlat(text)
  if (flat !== null) return { value: flat, twice: [] }
  const scanned = scan(text, deepest)
  if (scanned === 'too_deep') return { problem: 'too_deep' }
  try {
    return { value: JSON.parse(text) as unknown, twice: scanned }
  } catch {
    return { problem: 'not_json' }
  }
}

/** One object without lists, objects and escapes in it, as machines write it: no key stands twice in it where each quotation mark belongs to a key or a text that was read. Null = it has to be looked at. */
function readFlat(text: string): object | null {
  if (text.lastIndexOf('{') !== 0 || text.includes('[') || text.includes('\\')) return null
  try {
    const value = JSON.parse(text) as object
    return quotesOf(value) === quotesIn(text) ? value : null
  } catch {
    return null
  }
}

function quotesOf(value: object): number {
  let quotes = 0
  for (const each of Object.values(value)) quotes += typeof each === 'string' ? 4 : 2
  return quotes
}

/** Keys that stand twice in one object, in the order in which they are met. */
function scan(text: string, deepest: number): string[] | 'too_deep' {
  const twice: string[] = []
  const open: Set<string>[] = []
  for (let at = 0; at < text.length; at++) {
    const mark = markAt(text, at)
    if (mark === 'string') {
      const end = endOfString(text, at)
      const key = isColon(text, firstSeen(text, end + 1)) ? keyIn(text, at, end) : null
      const keys = open.at(-1)
      if (key !== null && keys?.has(key)) twice.push(key)
      else if (key !== null) keys?.add(key)
      at = end
    } else if (mark === 'open') {
      if (open.push(new Set()) > deepest) return 'too_deep'
    } else if (mark === 'close') open.pop()
  }
  return twice
}

/** The key as the parser reads it: `"\u0061"` is the key a. */
function keyIn(text: string, start: number, end: number): string | null {
  const inside = text.slice(start + 1, end)
  if (!inside.includes('\\')) return inside
  try {
    return JSON.parse(text.slice(start, end + 1)) as string
  } catch {
    return null
  }
}

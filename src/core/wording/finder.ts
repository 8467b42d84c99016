import { normalOf } from './normal.ts'

/** A finder says where words of a list occur in texts of the form of `normalOf`: whole words where words are set apart by blanks, anywhere where they are not; `*` at the end is any ending, a blank may be a hyphen too. */
export interface Finder {
  /** The finds from left to right: the longest at each place, none inside another. */
  spans(normal: string): Span[]
  any(normal: string): boolean
}

export type Span = readonly [from: number, to: number]

export function finderOf(words: readonly string[]): Finder {
  const byStart = new Map<number, Term[]>()
  const begun = new Uint8Array(PLACES)
  for (const word of words) {
    const term = termOf(word)
    if (term.text === '') continue
    const start = startAt(term.text, 0)
    begun[placeOf(start)] = 1
    byStart.set(start, [...(byStart.get(start) ?? []), term])
  }
  for (const terms of byStart.values()) terms.sort((a, b) => b.text.length - a.text.length)
  const at = (normal: string, from: number): number => {
    const [pair, single] = [startAt(normal, from), normal.charCodeAt(from)]
    if (begun[placeOf(pair)] === 0 && begun[placeOf(single)] === 0) return 0
    return longest(normal, from, byStart.get(pair), byStart.get(single))
  }
  return {
    any: (normal) => next(normal, 0, at) !== null,
    spans: (normal) => {
      const found: Span[] = []
      for (let span = next(normal, 0, at); span; span = next(normal, span[1], at)) found.push(span)
      return found
    },
  }
}

/** The first two units as a number, or the only one: asked at every place of every text. It has 32 bits, so that no text makes garbage of it: units from the upper half would else make larger numbers, and Chinese has them. */
function startAt(text: string, from: number): number {
  const first = text.charCodeAt(from)
  return from + 1 < text.length ? ((text.charCodeAt(from + 1) + 1) << 16) | first : first
}

/** Most places of a text begin no word: a table that may say yes too often tells so before the words are looked for. */
const PLACES = 4096

function placeOf(start: number): number {
  return (start ^ (start >>> 16) ^ (start >>> 25)) & (PLACES - 1)
}

interface Term {
  text: string
  open: boolean
}

function termOf(word: string): Term {
  const open = word.endsWith('*')
  return { text: normalOf(open ? word.slice(0, -1) : word).replaceAll('-', ' '), open }
}

function next(normal: string, from: number, at: (normal: string, from: number) => number): Span | null {
  for (let place = from; place < normal.length; place++) {
    const to = at(normal, place)
    if (to > place && !(place > 0 && isSpaced(normal, place) && isSpaced(normal, place - 1)))
      return [place, to]
  }
  return null
}

function longest(normal: string, from: number, pair: Term[] | undefined, single: Term[] | undefined): number {
  let end = 0
  if (pair) for (const term of pair) end = Math.max(end, endOf(term, normal, from))
  if (single && single !== pair) for (const term of single) end = Math.max(end, endOf(term, normal, from))
  return end
}

/** The place at which the term ends that begins here; 0 = another word does. */
function endOf({ text, open }: Term, normal: string, from: number): number {
  let at = from
  for (let index = 0; index < text.length; index++, at++) {
    const wanted = text.charAt(index)
    const there = normal.charAt(at)
    if (there !== wanted && !(wanted === ' ' && there === '-')) return 0
  }
  if (!isSpaced(normal, at - 1)) return at
  if (open) while (isSpaced(normal, at)) at++
  return isSpaced(normal, at) ? 0 : at
}

/** The kind of each UTF-16 unit: 0 = not known yet. */
const kinds = new Uint8Array(0x10000)
const SPACED = 1
const OTHER = 2
const LETTER = /[\p{L}\p{M}\p{N}]/u
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/** Whether there is a letter or digit of a script that sets words apart by blanks. */
function isSpaced(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (Number.isNaN(unit)) return false
  const kind = kinds[unit] || (kinds[unit] = kindOf(unit))
  return kind === SPACED
}

function kindOf(unit: number): number {
  const letter = String.fromCharCode(unit)
  return LETTER.test(letter) && !UNSPACED.test(letter) ? SPACED : OTHER
}

import { type Finder, finderOf, type Span } from './finder.ts'
import { normalOf } from './normal.ts'
import type { Replies } from './replies.ts'

/** What a message that came in asks for. `unclear`: it may be an opt-out; a human reads it, and until then it counts as one. */
export const MEANINGS = ['optout', 'optin', 'unclear', 'other'] as const
export type Meaning = (typeof MEANINGS)[number]

/** A message that opts out, or may. */
export function mayOptOut(meaning: string | null): boolean {
  return meaning === 'optout' || meaning === 'unclear'
}

/** Nobody knows without a list what is an opt-out, and everything is unclear. */
export function meaningOf(text: string, lists: readonly Replies[]): Meaning {
  const understand = understandBy(lists)
  const said = spoken(text)
  if (said === '') return text.trim() === '' ? 'other' : 'unclear'
  return understand(said, text)
}

/** It is asked about the letters of a text, and about the text. */
type Understand = (said: string, text: string) => Meaning
const compiled = new WeakMap<readonly Replies[], Understand>()

function understandBy(lists: readonly Replies[]): Understand {
  let understand = compiled.get(lists)
  if (!understand) compiled.set(lists, (understand = lists.length === 0 ? () => 'unclear' : compile(lists)))
  return understand
}

function compile(lists: readonly Replies[]): Understand {
  const all = (pick: (one: Replies) => readonly string[]) => lists.flatMap(pick).map(spokenWord)
  const optOut = all((one) => one.optOut)
  const polite = finderOf(all((one) => one.courtesy))
  const alone = aloneBy(lists)
  const saysOut = sayerOf(optOut, finderOf(all((one) => [...one.courtesy, ...one.alone])))
  const saysIn = sayerOf(
    all((one) => one.optIn),
    polite,
  )
  const mayOut = sayerOf(wholeSentences(all), polite)
  const near = finderOf([...all((one) => one.near), ...optOut.filter(isTelling)])
  return (said, text) => {
    const whole = alone(text)
    if (whole) return whole
    if (saysOut(said)) return 'optout'
    if (saysIn(said)) return 'optin'
    return mayOut(said) || near.any(said) ? 'unclear' : 'other'
  }
}

/** The words that count alone and still say enough beside a courtesy: `Halt, bitte`. A short one is a name or a farewell there (`Thanks, Huy`), and so is one that a human reads even where it stands alone. */
function wholeSentences(all: (pick: (one: Replies) => readonly string[]) => string[]): string[] {
  const doubtful = new Set(all((one) => one.aloneNear))
  return all((one) => one.alone).filter((word) => isTelling(word) && !doubtful.has(word))
}

/** Whether a message says one of the words, and beside them nothing but courtesies; also with blanks between all letters. */
function sayerOf(words: readonly string[], polite: Finder): (said: string) => boolean {
  const finder = finderOf(words)
  const squeezed = new Set(words.map(withoutBlanks))
  return (said) => {
    if (squeezed.has(withoutBlanks(said))) return true
    const rest = without(finder.spans(said), said)
    return rest !== said && without(polite.spans(rest), rest).replaceAll(REST, '') === ''
  }
}

/** The text with a blank place for each span. */
function without(spans: readonly Span[], text: string): string {
  let rest = ''
  let end = 0
  for (const [from, to] of spans) {
    rest += `${text.slice(end, from)}${GONE}`
    end = to
  }
  return rest + text.slice(end)
}
/** No letter of any script. */
const GONE = '\ufffc'
const REST = /[\s\ufffc]/g

/** Letters and digits with single blanks: no punctuation, no sign, no apostrophe. */
function spoken(text: string): string {
  return normalOf(text)
    .replaceAll("'", '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

function spokenWord(word: string): string {
  return word.endsWith('*') ? `${spoken(word)}*` : spoken(word)
}

function withoutBlanks(text: string): string {
  return text.replaceAll(' ', '')
}

/** The text is long enough to mean something inside a longer message. */
function isTelling(word: string): boolean {
  return (
    word.length >= (/^[\p{ASCII}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]+$/u.test(word) ? 4 : 2)
  )
}

/** A message may be one word of a list and nothing else: the answer tells what it says then. Accents count here: Vietnamese `dừng` is stop, `đúng` is yes. */
type Alone = (text: string) => 'optout' | 'unclear' | null

function aloneBy(lists: readonly Replies[]): Alone {
  const out = new Set(lists.flatMap(({ alone }) => alone).map(lettersIn))
  const near = new Set(lists.flatMap(({ aloneNear }) => aloneNear).map(lettersIn))
  return (text) => {
    if (text.length > LONGEST) return null
    const letters = lettersIn(text)
    if (out.has(letters)) return ASKS_OR_SHOWS.test(text) ? 'unclear' : 'optout'
    return near.has(letters) ? 'unclear' : null
  }
}

/** A word has 80 signs at most, and may stand there twice. */
const LONGEST = 200
/** A question mark, a smile or another picture: `koniec?` asks whether it is over. */
const ASKS_OR_SHOWS = /[?？؟;()\p{S}]/u

/** The letters and digits without any blanks, a word that is repeated once. */
function lettersIn(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replaceAll(/['‘’ʼ\p{Cf}]/gu, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(.+?)(?: \1)+$/u, '$1')
    .replaceAll(' ', '')
}

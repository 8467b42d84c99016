import type { Placeholder } from '../model/template.ts'
import { finderOf } from './finder.ts'
import { normalOf } from './normal.ts'
import type { Sign, Suspect, Wording } from './wording.ts'

/** What a text seems to carry: a token, and the words that make it seem so. */
export interface Suspicion {
  token: string
  lawful: Suspect['lawful']
  words: string[]
}

/** One locale's lists, made ready. */
export interface WordingReader {
  suspects: readonly SuspectReader[]
  /** Null = the lists do not say what this token looks like. */
  shows(token: string, text: string): boolean | null
}

export interface SuspectReader {
  token: string
  lawful: Suspect['lawful']
  words: readonly string[]
  patterns: readonly string[]
  /** The words in a template's text; a placeholder counts as no word. */
  inTemplate(text: string): string[]
  /** The words in a text that is filled in, in the form of `normalOf`. */
  inNormal(normal: string): string[]
}

const readers = new WeakMap<Wording, WordingReader>()

export function readerOf(wording: Wording): WordingReader {
  let reader = readers.get(wording)
  if (!reader) readers.set(wording, (reader = compile(wording)))
  return reader
}

export function suspicionsBy(
  suspects: readonly SuspectReader[],
  words: (suspect: SuspectReader) => string[],
): Suspicion[] {
  return suspects.flatMap((suspect) => {
    const found = words(suspect)
    return found.length > 0 ? [{ token: suspect.token, lawful: suspect.lawful, words: found }] : []
  })
}

function compile({ suspects, signs }: Wording): WordingReader {
  const byToken = new Map<string, Sees[]>()
  for (const sign of signs) byToken.set(sign.token, [...(byToken.get(sign.token) ?? []), seerOf(sign)])
  return {
    suspects: suspects.map(suspectReader),
    shows: (token, text) => {
      const normal = normalOf(text)
      return byToken.get(token)?.some((sees) => sees(text, normal)) ?? null
    },
  }
}

const PLACEHOLDER = /\{[^{}]*\}/g
/** No letter of any script. */
const HOLE = '\ufffc'

function suspectReader(suspect: Suspect): SuspectReader {
  const { token, lawful, words = [], patterns = [] } = suspect
  const holes = holesOf(suspect)
  const inNormal = searchOf(words, patterns)
  return {
    token,
    lawful,
    words,
    patterns,
    inNormal,
    inTemplate: (text) => [
      ...holes.filter((hole) => text.includes(hole)),
      ...inNormal(normalOf(text.replaceAll(PLACEHOLDER, HOLE))),
    ],
  }
}

type Sees = (text: string, normal: string) => boolean

function seerOf(sign: Sign): Sees {
  const holes = holesOf(sign)
  const search = searchOf(sign.words ?? [], sign.patterns ?? [])
  return (text, normal) => holes.some((hole) => text.includes(hole)) || search(normal).length > 0
}

function holesOf({ placeholders = [] }: Pick<Suspect, 'placeholders'>): string[] {
  return placeholders.map((name: Placeholder) => `{${name}}`)
}

/** The words and patterns that are there, each once. */
function searchOf(words: readonly string[], patterns: readonly string[]): (normal: string) => string[] {
  const finder = finderOf(words)
  const expressions = patterns.map((pattern) => new RegExp(pattern, 'u'))
  return (normal) => [
    ...new Set([
      ...finder.spans(normal).map(([from, to]) => normal.slice(from, to)),
      ...expressions.flatMap((expression) => expression.exec(normal)?.[0] ?? []),
    ]),
  ]
}

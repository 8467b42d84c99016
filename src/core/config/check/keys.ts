import { PURPOSES } from '../../base/list.ts'
import type { Problem } from '../../base/problem.ts'
import { type KeyFile, keyFileOf, namesIn } from '../../compliance/known/key.ts'
import {
  CONTACT_MARKS,
  ENGINE_KEYS,
  KNOWN_KEYS,
  knownKey,
  STATUSES,
} from '../../compliance/known/known-keys.ts'
import type { Pack, Rule } from '../../compliance/pack/pack.ts'
import { factKeysOf, marksOf } from '../../compliance/rule/kinds.ts'
import { nearest } from '../../base/nearest.ts'

type LawFile = Pick<Pack, 'pack' | 'keys' | 'marks' | 'rules'>

/** What is wrong, and where in the file of that pack. */
export interface KeyProblem extends Pick<Problem, 'code' | 'message'> {
  pack: string
  at: (string | number)[]
  suggestion: string
}

/** The check that every fact which a rule names can come to be known, and means one thing in all the packs that declare it. */
export function checkKeys(packs: readonly LawFile[]): KeyProblem[] {
  return [
    ...packs.flatMap((pack) => [
      ...pack.rules.flatMap((rule, index) => [
        ...unknownIn(rule, index, pack),
        ...marksIn(rule, index, pack),
      ]),
      ...keysOf(pack).flatMap(([key, file]) => wrongIn(key, file, pack)),
    ]),
    ...conflicts(packs),
  ]
}

function keysOf({ keys = {} }: LawFile): [string, KeyFile][] {
  return Object.entries(keys).map(([key, declared]) => [key, keyFileOf(declared)])
}

function unknownIn(rule: Rule, index: number, { pack, keys = {} }: LawFile): KeyProblem[] {
  const unknown = factKeysOf(rule).filter((key) => !Object.hasOwn(keys, key) && knownKey(key) === null)
  const known = [...KNOWN_KEYS, ...Object.keys(keys)]
  return unknown.map((key) => {
    const meant = nearest(key, known)
    return {
      code: 'evidence_class',
      pack,
      at: placeOf(rule, key, ['rules', index]),
      message: `${rule.rule} names the fact ${key}, which nobody records: declare it under keys: with its class`,
      suggestion: meant
        ? `did you mean ${meant}?`
        : `declare it under keys: with its class, such as ${key}: asserted (or at_claim, or derived)`,
    }
  })
}

function marksIn(rule: Rule, index: number, { pack, marks = [] }: LawFile): KeyProblem[] {
  const known = [...CONTACT_MARKS, ...marks]
  const unknown = marksOf(rule).filter((mark) => !known.includes(mark))
  return unknown.map((mark) => {
    const meant = nearest(mark, [...known, ...PURPOSES])
    return {
      code: 'unknown_mark',
      pack,
      at: placeOf(rule, mark, ['rules', index]),
      message: `${rule.rule} names ${mark}, which is neither a purpose nor a mark of a contact`,
      suggestion: meant ? `did you mean ${meant}?` : 'declare it under marks:',
    }
  })
}

function wrongIn(key: string, file: KeyFile, { pack, keys = {} }: LawFile): KeyProblem[] {
  const problem = (code: string, message: string, suggestion: string, at: string[] = []): KeyProblem => {
    return { code, pack, at: ['keys', key, ...at], message, suggestion }
  }
  const engine = ENGINE_KEYS[key]
  if (engine && (engine.class !== file.class || file.from)) {
    const message = `${key} is a word of the engine: it is ${engine.class}`
    return [problem('key_conflict', message, 'leave it out, or give yours another name')]
  }
  if (file.class === 'derived' && !file.from && knownKey(key)?.class !== 'derived') {
    const message = `nothing says what ${key} is found in`
    const way = 'say from: while, lifted or contacts; or class asserted, where somebody records it'
    return [problem('key_source', message, way)]
  }
  const ofOthers = namesIn(file.from).filter((name) => !isGiven(name, keys))
  return ofOthers.map((name) => {
    const meant = nearest(name, [...STATUSES, ...KNOWN_KEYS])
    const suggestion = meant ? `did you mean ${meant}?` : `one of ${STATUSES.join(', ')}`
    return problem('key_source', `${name} is neither a status nor evidence that is recorded`, suggestion, [
      'from',
    ])
  })
}

/** A status of the engine, or what somebody records: a key is not found in another that has to be found. */
function isGiven(name: string, keys: NonNullable<LawFile['keys']>): boolean {
  if (STATUSES.includes(name)) return true
  const declared = Object.hasOwn(keys, name) ? keys[name] : undefined
  const file = declared === undefined ? knownKey(name) : keyFileOf(declared)
  return file !== null && file.class !== 'derived'
}

/** A fact is recorded for all laws at once: the later pack is told. */
function conflicts(packs: readonly LawFile[]): KeyProblem[] {
  const first = new Map<string, { pack: string; file: KeyFile }>()
  return packs.flatMap((one) =>
    keysOf(one).flatMap(([key, file]): KeyProblem[] => {
      const other = first.get(key)
      if (!other) first.set(key, { pack: one.pack, file })
      if (!other || meaningText(other.file) === meaningText(file)) return []
      const message = `${key} means something else in ${other.pack}: ${meaningText(other.file)}`
      const suggestion = 'declare it alike, or give one of them another name'
      return [{ code: 'key_conflict', pack: one.pack, at: ['keys', key], message, suggestion }]
    }),
  )
}

function meaningText({ class: how, lasts, endsWith, from }: KeyFile): string {
  return JSON.stringify({ class: how, lasts, endsWith, from })
}

/** The place in a rule at which the word stands. */
function placeOf(value: unknown, word: string, at: (string | number)[]): (string | number)[] {
  return find(value, word, at) ?? at
}

function find(value: unknown, word: string, at: (string | number)[]): (string | number)[] | null {
  if (value === word) return at
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const found = find(inner, word, [...at, Array.isArray(value) ? Number(key) : key])
    if (found) return found
  }
  return null
}

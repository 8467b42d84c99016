import { type Problem, ProblemError } from '../core/base/problem.ts'
import { didYouMean } from './did-you-mean.ts'

export interface Option {
  /** True = the option takes no value. */
  flag: boolean
  /** `--no-NAME` is one too. */
  negatable: boolean
  required: boolean
  several: boolean
  /** The only values that it takes; null = any. */
  words: readonly string[] | null
  /** The value that it has where none is written; null = it needs one. */
  alone: string | null
}

export interface Positional {
  name: string
  required: boolean
  /** True = the argument takes all words that are left. */
  several: boolean
  words: readonly string[] | null
}

export interface Options {
  byName: Map<string, Option>
  positional: Positional[]
}

export interface Given {
  values: Map<string, string[]>
  flags: Map<string, boolean>
  words: string[]
}

/** The words of a line are read by what a command takes; every problem is thrown at once. */
export function readWords(options: Options, line: readonly string[]): Given {
  const given: Given = { values: new Map(), flags: new Map(), words: [] }
  const problems: Problem[] = []
  const left = [...line]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') given.words.push(...left.splice(0))
    else if (word === '-' || !word.startsWith('-')) given.words.push(word)
    else problems.push(...readOption(options, given, { word, left }))
  }
  problems.push(...missingOptions(options, given))
  // A value that follows an unknown option would be taken for a word of its own.
  if (!problems.some(({ code }) => code === 'unknown_option')) problems.push(...wrongWords(options, given))
  if (problems.length > 0) throw new ProblemError(problems)
  return given
}

/** The option and its value are taken from what is left. */
function readOption(
  options: Options,
  given: Given,
  { word, left }: { word: string; left: string[] },
): Problem[] {
  const equals = word.indexOf('=')
  const written = equals < 0 ? word : word.slice(0, equals)
  const inline = equals < 0 ? null : word.slice(equals + 1)
  const name = written.startsWith('--') ? written.slice(2) : ''
  const negated = name.startsWith('no-') ? name.slice(3) : null
  const option = options.byName.get(name)
  if (option?.flag) return inline === null ? setFlag(given, name, true) : [takesNoValue(name)]
  if (option) return readValue(given, name, option, inline ?? valueFrom(left) ?? option.alone)
  if (negated !== null && options.byName.get(negated)?.negatable)
    return inline === null ? setFlag(given, negated, false) : [takesNoValue(name)]
  return [unknownOption(written, [...options.byName.keys()])]
}

/** A word that looks like an option is none; `-` and a number below zero are values. */
function valueFrom(left: string[]): string | null {
  const [next] = left
  if (next === undefined || (next.startsWith('-') && next !== '-' && !/^-\d/.test(next))) return null
  return left.shift() ?? null
}

function readValue(given: Given, name: string, option: Option, value: string | null): Problem[] {
  const path = `--${name}`
  if (value === null || value.trim() === '')
    return [{ code: 'missing_value', path, message: `${path} needs a value`, suggestion: 'see --help' }]
  const before = given.values.get(name) ?? []
  if (before.length > 0 && !option.several) return [givenTwice(path)]
  given.values.set(name, [...before, value])
  return partsOf(option, value).flatMap((part) => wrongWord(path, part, option.words))
}

/** What may be repeated may also be joined by commas. */
function partsOf({ several, words }: Option, value: string): string[] {
  return several && words !== null ? value.split(',').map((part) => part.trim()) : [value]
}

function setFlag(given: Given, name: string, on: boolean): Problem[] {
  if ((given.flags.get(name) ?? on) !== on) return [givenTwice(`--${name}`)]
  given.flags.set(name, on)
  return []
}

function missingOptions({ byName }: Options, { values, flags }: Given): Problem[] {
  return [...byName].flatMap(([name, { required }]) =>
    required && !values.has(name) && !flags.has(name)
      ? [{ code: 'missing_option', path: `--${name}`, message: `--${name} must be given` }]
      : [],
  )
}

function wrongWords({ byName, positional }: Options, { words }: Given): Problem[] {
  const all = positional.at(-1)?.several ?? false
  const extra = all ? [] : words.slice(positional.length)
  const missing = positional.slice(words.length).filter((one) => one.required)
  return [
    ...missing.map(({ name }) => ({ code: 'missing_word', message: `${name.toUpperCase()} must be given` })),
    ...extra.map((word) => extraWord(word, byName)),
    ...words.slice(0, words.length - extra.length).flatMap((word, index) => {
      const place = positional[index] ?? positional.at(-1)
      const path = place?.name.toUpperCase() ?? ''
      if (word.trim() === '') return [{ code: 'missing_value', path, message: `${path} is empty` }]
      return wrongWord(path, word, place?.words ?? null)
    }),
  ]
}

function wrongWord(path: string, word: string, known: readonly string[] | null): Problem[] {
  if (known === null || known.includes(word)) return []
  const suggestion = didYouMean(word, known)
  return [{ code: 'unknown_word', path, message: `${path} does not take ${word}`, suggestion }]
}

function extraWord(word: string, byName: Options['byName']): Problem {
  const takes = [...byName].find(([, { words }]) => words?.includes(word))
  const option = byName.has(word) ? `--${word}` : null
  const meant = takes ? `--${takes[0]} ${word}` : option
  return {
    code: 'extra_word',
    message: `${word} is one word too many`,
    suggestion: meant ? `did you mean ${meant}?` : 'see --help; a value with blanks is quoted',
  }
}

function unknownOption(written: string, known: readonly string[]): Problem {
  const name = written.replace(/^-+/, '')
  return {
    code: 'unknown_option',
    message: `there is no option ${written}`,
    suggestion: known.length > 0 ? didYouMean(name, known, '--') : 'it takes none',
  }
}

function takesNoValue(name: string): Problem {
  return { code: 'takes_no_value', path: `--${name}`, message: `--${name} takes no value` }
}

function givenTwice(path: string): Problem {
  return { code: 'given_twice', path, message: `${path} is given twice`, suggestion: 'it takes one value' }
}

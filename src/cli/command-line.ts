import { type ArgDef, type ArgsDef, runCommand, type SubCommandsDef } from 'citty'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { didYouMean } from './did-you-mean.ts'
import { type Given, type Options, type Positional, readWords } from './read-words.ts'

/** A command as citty has it, whatever its arguments are. */
export type Command = Awaited<Exclude<SubCommandsDef[string], (...none: never[]) => unknown>>

interface Leaf {
  command: Command
  /** `person erase`. */
  path: string
  words: readonly string[]
}

/** A command runs only if it knows every word of its line: citty itself lets unknown ones pass. Everything that takes a command line comes through here. */
export async function runLine(command: Command, path: string, words: readonly string[]): Promise<void> {
  const leaf = await leafOf({ command, path, words })
  const args: ArgsDef = (await resolved(leaf.command.args)) ?? {}
  const given = readWords(optionsOf(args), leaf.words)
  await runCommand(leaf.command, { rawArgs: lineOf(given) })
}

/** The command that a line means, and the words that are left for it. */
export async function leafOf({ command, path, words }: Leaf): Promise<Leaf> {
  const children = await childrenOf(command)
  if (children === null) return { command, path, words }
  const [first, ...rest] = words
  const child = first !== undefined && Object.hasOwn(children, first) ? children[first] : undefined
  const found = await resolved(child)
  if (found) return leafOf({ command: found, path: `${path} ${first}`, words: rest })
  throw new ProblemError([wrongChild(path, first, Object.keys(children))])
}

export async function childrenOf(command: Command): Promise<SubCommandsDef | null> {
  return (await resolved(command.subCommands)) ?? null
}

export async function resolved<T>(value: T | Promise<T> | (() => T | Promise<T>)): Promise<T> {
  return typeof value === 'function' ? (value as () => T | Promise<T>)() : value
}

function wrongChild(path: string, word: string | undefined, known: readonly string[]): Problem {
  if (word === undefined)
    return { code: 'usage', message: `${path} needs one word more`, suggestion: `one of ${known.join(', ')}` }
  if (word.startsWith('-'))
    return {
      code: 'unknown_option',
      message: `${path} itself has no option ${word}`,
      suggestion: `first one of ${known.join(', ')}, then its options`,
    }
  return {
    code: 'unknown_command',
    message: `there is no ${path} ${word}`,
    suggestion: didYouMean(word, known),
  }
}

/** These are our own: an option that may be repeated, the only words that it takes, and its value where none is written. */
type Definition = ArgDef & { several?: boolean; words?: readonly string[]; alone?: string }

function optionsOf(args: ArgsDef): Options {
  const positional: Positional[] = []
  const byName: Options['byName'] = new Map()
  for (const [name, definition] of Object.entries(args)) {
    const {
      type,
      required,
      default: fallback,
      several = false,
      words,
      alone,
      ...rest
    } = definition as Definition
    if (type === 'positional') {
      const needed = required !== false && fallback === undefined
      positional.push({ name, required: needed, several, words: words ?? null })
    } else {
      const closed = 'options' in rest && rest.options ? rest.options.map(String) : words
      const flag = type === 'boolean'
      byName.set(name, {
        flag,
        negatable: flag && (fallback === true || 'negativeDescription' in rest),
        required: required === true && fallback === undefined,
        several,
        words: closed ?? null,
        alone: alone ?? null,
      })
    }
  }
  return { byName, positional }
}

/** One way to write it, which citty reads as it is meant. */
function lineOf({ values, flags, words }: Given): string[] {
  return [
    ...[...values].flatMap(([name, all]) => all.map((value) => `--${name}=${value}`)),
    ...[...flags].map(([name, on]) => (on ? `--${name}` : `--no-${name}`)),
    ...(words.length > 0 ? ['--', ...words] : []),
  ]
}

/** Every value that an option was given, for one that may be repeated. */
export function valuesOf(name: string, line: readonly string[]): string[] {
  const end = line.indexOf('--')
  const start = `--${name}=`
  return line
    .slice(0, end < 0 ? undefined : end)
    .filter((word) => word.startsWith(start))
    .map((word) => word.slice(start.length))
}

import type { ArgDef, ArgsDef } from 'citty'
import { childrenOf, type Command, resolved } from './command-line.ts'

const LEFT = 26
const NARROWEST = 60
const WIDEST = 110

/** What `--help` says: plain text that fits the screen, in files too. */
export async function usageText(
  command: Command,
  path: string,
  columns: number | undefined,
): Promise<string> {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns ?? WIDEST))
  const meta = (await resolved(command.meta)) ?? {}
  const given: ArgsDef = (await resolved(command.args)) ?? {}
  const args = Object.entries(given)
  const children = await childrenOf(command)
  const words = args.filter(([, { type }]) => type === 'positional').map(([name, arg]) => wordOf(name, arg))
  const options = args.filter(([, { type }]) => type !== 'positional')
  const use = [
    'arrears',
    path,
    ...(children ? ['COMMAND'] : words),
    ...(options.length > 0 ? ['[options]'] : []),
  ]
  return [
    ...(meta.description ?? '').split('\n').flatMap((part) => wrapped(part, width)),
    '',
    `  ${use.filter((part) => part !== '').join(' ')}`,
    ...(children ? ['', 'Commands', ...(await childRows(children, width))] : []),
    ...(options.length > 0
      ? ['', 'Options', ...options.flatMap(([name, arg]) => row(optionOf(name, arg), aboutOf(arg), width))]
      : []),
  ].join('\n')
}

async function childRows(children: object, width: number): Promise<string[]> {
  const rows = await Promise.all(
    Object.entries(children as Record<string, Command>).map(async ([name, child]) => {
      const found = await resolved(child)
      const meta = (await resolved(found.meta)) ?? {}
      return row(name, (meta.description ?? '').split('\n')[0] ?? '', width)
    }),
  )
  return rows.flat()
}

/** Two columns; what is too long for the first stands on a line of its own. */
function row(left: string, right: string, width: number): string[] {
  const lines = wrapped(right, width - LEFT - 2)
  const [first = '', ...rest] = lines
  const begun =
    left.length < LEFT
      ? [`  ${left.padEnd(LEFT)}${first}`.trimEnd()]
      : [`  ${left}`, `${' '.repeat(LEFT + 2)}${first}`]
  return [...begun, ...rest.map((line) => `${' '.repeat(LEFT + 2)}${line}`)]
}

function wordOf(name: string, { required, default: fallback }: ArgDef): string {
  const upper = name.toUpperCase()
  return required === false || fallback !== undefined ? `[${upper}]` : upper
}

function optionOf(name: string, arg: ArgDef): string {
  const { valueHint, options } = arg as { valueHint?: string; options?: readonly string[] }
  if (arg.type === 'boolean') return arg.default === true ? `--no-${name}` : `--${name}`
  return `--${name} ${options?.join('|') ?? valueHint ?? name.toUpperCase()}`
}

function aboutOf(arg: ArgDef): string {
  const { description = '', negativeDescription } = arg as {
    description?: string
    negativeDescription?: string
  }
  if (arg.type === 'boolean')
    return arg.default === true ? (negativeDescription ?? `not: ${description}`) : description
  if (arg.required === true && arg.default === undefined) return `${description} (must be given)`
  return arg.default === undefined || arg.default === ''
    ? description
    : `${description} (default: ${String(arg.default)})`
}

function wrapped(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? ''
  const lines: string[] = []
  let line = indent
  for (const word of text.trim().split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = indent === '' ? '' : `${indent}  `
    }
    line = line.trim() === '' ? `${line}${word}` : `${line} ${word}`
  }
  return [...lines, line]
}

/** Options and children of every command, for a shell to complete. */
export interface CommandWords {
  path: string
  about: string
  hasChildren: boolean
  words: string[]
}

export async function wordsOf(command: Command, path: string): Promise<CommandWords[]> {
  const meta = (await resolved(command.meta)) ?? {}
  const about = (meta.description ?? '').split('\n')[0] ?? ''
  const children = await childrenOf(command)
  if (!children)
    return [{ path, about, hasChildren: false, words: leafWords((await resolved(command.args)) ?? {}) }]
  const below = await Promise.all(
    Object.entries(children as Record<string, Command>).map(async ([name, child]) =>
      wordsOf(await resolved(child), `${path} ${name}`),
    ),
  )
  return [{ path, about, hasChildren: true, words: Object.keys(children) }, ...below.flat()]
}

/** The words of closed lists that it takes, then its options. */
function leafWords(args: ArgsDef): string[] {
  return Object.entries(args).flatMap(([name, arg]) => {
    if (arg.type === 'positional') return [...((arg as { words?: readonly string[] }).words ?? [])]
    return arg.type === 'boolean' && arg.default === true ? `--no-${name}` : `--${name}`
  })
}

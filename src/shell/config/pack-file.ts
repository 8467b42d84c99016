import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMap, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { ContentHash } from '../../core/base/id.ts'
import type { Problem } from '../../core/base/problem.ts'
import { type Calendar, CalendarSchema } from '../../core/compliance/calendar.ts'
import { type Pack, type PackFile, PackSchema } from '../../core/compliance/pack.ts'

/** Reads `compliance/*.yaml` and `calendars/*.yaml`; every file is read and all problems are given, with their lines. */

export function readPacks(dir: string): { packs: Pack[]; problems: Problem[] } {
  const { values, problems } = readFolder<PackFile>(dir, PackSchema, (pack) => pack.pack)
  return { packs: values.map((pack) => ({ ...pack, hash: contentHash(pack) })), problems }
}

export function readCalendars(dir: string): { calendars: Calendar[]; problems: Problem[] } {
  const { values, problems } = readFolder<Calendar>(dir, CalendarSchema, (calendar) => calendar.calendar)
  return { calendars: values, problems }
}

/** Of parsed content: keys in order, so that neither layout nor comments matter. */
export function contentHash(content: unknown): ContentHash {
  return ContentHash.parse(
    createHash('sha256')
      .update(JSON.stringify(sorted(content)))
      .digest('hex'),
  )
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}

function readFolder<T>(
  dir: string,
  schema: z.ZodType<T>,
  nameOf: (value: T) => string,
): { values: T[]; problems: Problem[] } {
  const problems: Problem[] = []
  const values: T[] = []
  for (const name of namesIn(dir, problems)) {
    const file = join(dir, name)
    const parsed = readFile(file, schema)
    problems.push(...parsed.problems)
    if (parsed.value === null) continue
    values.push(parsed.value)
    const own = nameOf(parsed.value)
    if (`${own}.yaml` !== name) {
      const suggestion = `rename the file to ${own}.yaml`
      problems.push({ code: 'file_name', file, message: `it holds ${own}`, suggestion })
    }
  }
  return { values, problems }
}

function namesIn(dir: string, problems: Problem[]): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
  } catch {
    problems.push({ code: 'no_folder', file: dir, message: 'the folder cannot be read' })
    return []
  }
}

function readFile<T>(file: string, schema: z.ZodType<T>): { value: T | null; problems: Problem[] } {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines })
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }): Problem => {
      return {
        code: 'yaml',
        file,
        line: lines.linePos(pos[0]).line,
        message: message.split('\n')[0] ?? message,
      }
    })
    return { value: null, problems }
  }
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return { value: parsed.data, problems: [] }
  const problems = parsed.error.issues.map((issue): Problem => {
    const line = lineOf(document, issue.path, lines)
    return { code: 'schema', file, ...(line && { line }), path: pathText(issue.path), message: issue.message }
  })
  return { value: null, problems }
}

/** The line of the deepest part of the path that is there. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: PropertyKey[],
  lines: LineCounter,
): number | null {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true)
    const key = path[depth - 1]
    const pair = isMap(parent)
      ? parent.items.find((item) => isNode(item.key) && String(item.key) === String(key))
      : null
    const node = pair && isNode(pair.key) ? pair.key : document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return null
}

function pathText(path: PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('')
}

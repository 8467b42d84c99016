import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { Problem } from '../../core/base/problem.ts'
import { suggestionFor } from '../../core/base/meant.ts'
import { nearest } from '../../core/base/nearest.ts'

/** A parsed file, and the line of each path in it. */
export interface YamlFile<T> {
  file: string
  /** Null where it could not be read as what it should be. */
  value: T | null
  problems: Problem[]
  lineOf: (path: string | readonly PropertyKey[]) => number | undefined
}

/** Names of the YAML files in a folder, in order; null where there is no such folder. */
export function yamlNames(folder: string): string[] | null {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
  } catch {
    return null
  }
}

/** One file is read and validated; every issue becomes a Problem with its line, its path and, for a misspelt key or word, what was probably meant. */
export function readYaml<T>(folder: string, name: string, schema: z.ZodType<T>): YamlFile<T> {
  const file = join(folder, name)
  const text = textOf(file)
  if (text === null) return broken(file, [{ code: 'no_file', file, message: 'the file cannot be read' }])
  const { document, lines } = parsedOnce(text)
  if (document.errors.length > 0) {
    return broken(
      file,
      document.errors.map(({ message, pos }): Problem => {
        const { line } = lines.linePos(pos[0])
        return { code: 'yaml', file, line, message: message.split('\n')[0] ?? message }
      }),
    )
  }
  const lineOf = (path: readonly PropertyKey[]) => lineIn(document, path, lines)
  const lineOrFirst = (path: readonly PropertyKey[]) => lineOf(path) ?? firstLine(document, lines)
  const parsed = schema.safeParse(document.toJS())
  const problems = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) =>
        problemsOf(issue, { file, schema, document, lineOf: lineOrFirst }),
      )
  return {
    file,
    value: parsed.success ? parsed.data : null,
    problems,
    lineOf: (path) => lineOf(typeof path === 'string' ? partsOf(path) : path),
  }
}

interface Parsed {
  document: Document.Parsed
  lines: LineCounter
}

/** Texts that were parsed last: a folder is often read again when one of its files has changed, and a file by another schema. */
const parsedBefore = new Map<string, Parsed>()
const MOST_PARSED = 500

function parsedOnce(text: string): Parsed {
  const known = parsedBefore.get(text)
  if (known) return known
  const lines = new LineCounter()
  const parsed = { document: parseDocument(text, { lineCounter: lines }), lines }
  if (parsedBefore.size >= MOST_PARSED) parsedBefore.clear()
  parsedBefore.set(text, parsed)
  return parsed
}

export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('')
}

function partsOf(path: string): PropertyKey[] {
  return path
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function broken(file: string, problems: Problem[]): YamlFile<never> {
  return { file, value: null, problems, lineOf: () => undefined }
}

interface Place {
  file: string
  schema: z.ZodType
  document: Document
  lineOf: (path: readonly PropertyKey[]) => number | undefined
}

function problemsOf(issue: z.core.$ZodIssue, place: Place): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const known = keysAt(place.schema, issue.path)
      const meant = nearest(key, known)
      const suggestion = meant ? `did you mean ${meant}?` : `known here: ${known.join(', ')}`
      return problemAt(place, [...issue.path, key], `unknown key ${key}`, 'unknown_key', suggestion)
    })
  }
  const message = messageOf(issue, place)
  return [problemAt(place, issue.path, message, 'invalid_value', suggestionOf(issue, place))]
}

function problemAt(
  { file, lineOf }: Place,
  path: PropertyKey[],
  message: string,
  code: string,
  suggestion?: string,
): Problem {
  const line = lineOf(path)
  return {
    code,
    file,
    ...(line !== undefined && { line }),
    path: pathText(path),
    message,
    ...(suggestion !== undefined && { suggestion }),
  }
}

/** A file of comments alone, and a document that is empty or `null`. */
function saysNothing({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null)
}

function messageOf(issue: z.core.$ZodIssue, { document }: Place): string {
  if (saysNothing(document)) return 'the file says nothing'
  const given = document.getIn(issue.path)
  return given === undefined && issue.path.length > 0 ? 'is missing' : issue.message
}

function suggestionOf(issue: z.core.$ZodIssue, { document }: Place): string | undefined {
  if (saysNothing(document)) return 'fill it in, or take the file away'
  if (issue.code !== 'invalid_value') return undefined
  return suggestionFor(issue, document.getIn(issue.path)) ?? `one of ${issue.values.join(', ')}`
}

/** Keys that an object may have at a path, from the JSON Schema of the whole. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let node: JsonSchema | undefined = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  for (const part of path) {
    node = typeof part === 'number' ? itemOf(node, part) : propertyOf(node, String(part))
  }
  return [node, ...(node?.anyOf ?? []), ...(node?.oneOf ?? [])].flatMap((one) =>
    Object.keys(one?.properties ?? {}),
  )
}

type JsonSchema = z.core.JSONSchema.BaseSchema

function propertyOf(node: JsonSchema | undefined, key: string): JsonSchema | undefined {
  const own = node?.properties?.[key] ?? node?.additionalProperties
  return typeof own === 'object' ? own : undefined
}

function itemOf(node: JsonSchema | undefined, index: number): JsonSchema | undefined {
  const own = node?.prefixItems?.[index] ?? node?.items
  return typeof own === 'object' && !Array.isArray(own) ? own : undefined
}

/** The line of the deepest part of the path that is there: of its key, where it has one. */
function lineIn(document: Document, path: readonly PropertyKey[], lines: LineCounter): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true)
    const key = path[depth - 1]
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      : undefined
    const node = pair && isNode(pair.key) ? pair.key : document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return undefined
}

/** What is missing altogether is told where the file begins to say anything, and of a file that says nothing where it begins. */
function firstLine({ contents }: Document, lines: LineCounter): number | undefined {
  if (contents === null) return 1
  return isNode(contents) && contents.range ? lines.linePos(contents.range[0]).line : undefined
}

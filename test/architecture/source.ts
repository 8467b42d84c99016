import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vitest/node'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A node of the ESTree that the parser gives; what a check does not look at stays unknown. */
export interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

export interface Source {
  /** The path from the project's root, with slashes. */
  path: string
  text: string
  tree: Node
}

/** Every TypeScript file below the given folders of the project, parsed. */
export function sourcesIn(...folders: string[]): Source[] {
  return folders.flatMap((folder) => filesIn(folder, '.ts')).map((path) => sourceOf(path, read(path)))
}

export function sourceOf(path: string, text: string): Source {
  return { path, text, tree: parseAst(text, { lang: 'ts' }) as unknown as Node }
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Paths from the project's root of all files below a folder; a folder that is not there has none. */
export function filesIn(folder: string, ending = ''): string[] {
  try {
    return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
      .toSorted()
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw error
  }
}

export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit)
  }
}

export function nodesOf(source: Source, ...types: string[]): Node[] {
  const found: Node[] = []
  walk(source.tree, (node) => {
    if (types.includes(node.type)) found.push(node)
  })
  return found
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

/** `path:line`, as an editor opens it. */
export function placeOf(source: Source, node: Node): string {
  return `${source.path}:${lineOf(source, node.start)}`
}

export function lineOf(source: Source, offset: number): number {
  return source.text.slice(0, offset).split('\n').length
}

/** What a file imports, also for types, by re-export and dynamically: a project path, or a package's name. */
export function importsOf(source: Source): { target: string; place: string }[] {
  return nodesOf(
    source,
    'ImportDeclaration',
    'ExportAllDeclaration',
    'ExportNamedDeclaration',
    'ImportExpression',
    'TSImportType',
  ).flatMap((node) => {
    const literal = node['source'] ?? node['argument']
    if (!isNode(literal) || typeof literal['value'] !== 'string') return []
    return [{ target: resolved(source.path, literal['value']), place: placeOf(source, node) }]
  })
}

function resolved(from: string, specifier: string): string {
  return specifier.startsWith('.') ? join(dirname(from), specifier) : specifier
}

import { dirname } from 'node:path'
import { fileTies } from './rooms.ts'
import type { Source } from './source.ts'

/** A file that only one other imports, which stands in the same folder. */
export interface NextDoor {
  path: string
  importer: string
}

/** Files whose only importer is next door: each is usually half an idea. */
export function nextDoor(sources: readonly Source[]): NextDoor[] {
  const importers = new Map<string, string[]>()
  for (const [path, targets] of fileTies(sources))
    for (const target of targets) importers.set(target, [...(importers.get(target) ?? []), path])
  return [...importers].flatMap(([path, [importer = '', ...others]]) =>
    others.length === 0 && dirname(importer) === dirname(path) ? [{ path, importer }] : [],
  )
}

interface Lengths {
  linesOf: (path: string) => number
  /** The most lines that one file may have. */
  longest: number
}

/** Those that no reason names, and that would be one file of a good length with their importer and its other such files. */
export function unexplained(
  found: readonly NextDoor[],
  reasons: readonly string[],
  lengths?: Lengths,
): NextDoor[] {
  const named = reasons.map(
    (pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`),
  )
  const left = found.filter(({ path }) => !named.some((reason) => reason.test(path)))
  if (!lengths) return left
  return left.filter(({ importer }) => {
    const own = left.filter((one) => one.importer === importer).map(({ path }) => path)
    return [importer, ...own].map(lengths.linesOf).reduce((sum, lines) => sum + lines, 0) <= lengths.longest
  })
}

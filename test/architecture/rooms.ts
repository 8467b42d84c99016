import { basename, dirname } from 'node:path'
import { importsOf, type Source } from './source.ts'

/** What each imports of the others, by name. */
export type Ties = Map<string, Set<string>>

/** Files, and which of the others each imports. */
export function fileTies(sources: readonly Source[]): Ties {
  const known = new Set(sources.map(({ path }) => path))
  return new Map(
    sources.map((source) => [
      source.path,
      new Set(
        importsOf(source)
          .map(({ target }) => target)
          .filter((target) => known.has(target)),
      ),
    ]),
  )
}

/** The same of the folders right below a folder. */
export function roomTies(sources: readonly Source[], folder: string): Ties {
  const roomOf = (path: string): string => path.slice(folder.length).split('/')[0] ?? ''
  const rooms: Ties = new Map()
  for (const [path, targets] of fileTies(sources)) {
    const own = rooms.get(roomOf(path)) ?? new Set()
    for (const target of targets) if (roomOf(target) !== roomOf(path)) own.add(roomOf(target))
    rooms.set(roomOf(path), own)
  }
  return rooms
}

/** Those that import themselves by way of others, each circle in order of name. */
export function circlesIn(ties: Ties): string[][] {
  const reach = new Map([...ties.keys()].map((name) => [name, reachableFrom(name, ties)]))
  const circles = new Map<string, string[]>()
  for (const [name, reached] of reach) {
    if (!reached.has(name)) continue
    const circle = [...reached].filter((other) => reach.get(other)?.has(name)).toSorted()
    circles.set(circle.join(), circle)
  }
  return [...circles.values()]
}

function reachableFrom(name: string, ties: Ties): Set<string> {
  const seen = new Set<string>()
  const next = [...(ties.get(name) ?? [])]
  for (let other = next.pop(); other !== undefined; other = next.pop()) {
    if (seen.has(other)) continue
    seen.add(other)
    next.push(...(ties.get(other) ?? []))
  }
  return seen
}

/** The shortest way of imports from a file to one below a folder; empty = there is none. */
export function wayTo(folder: string, from: string, ties: Ties): string[] {
  const ways = [[from]]
  const seen = new Set([from])
  for (const way of ways) {
    const last = way.at(-1) ?? from
    if (last.startsWith(folder)) return way
    for (const next of ties.get(last) ?? []) {
      if (!seen.has(next)) ways.push([...way, next])
      seen.add(next)
    }
  }
  return []
}

/** Families of four files or more that a folder holds together by the first word of their names: each is a folder that was not made. */
export function families(paths: readonly string[]): string[] {
  const members = new Map<string, number>()
  for (const path of paths) {
    const [name = ''] = basename(path).split('.')
    const family = `${dirname(path)}/${name.split('-')[0]}`
    members.set(family, (members.get(family) ?? 0) + 1)
  }
  return [...members].flatMap(([family, count]) =>
    count >= 4 ? [`${count} files are called ${family}`] : [],
  )
}

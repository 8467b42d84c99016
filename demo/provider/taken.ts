import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'

/** What whoever takes it has taken stands here, whole. */
const TAKEN = 'taken'

/** One folder that was handed over. */
export interface Handed {
  name: string
  path: string
}

/** Folders that stand in a place, by name: new ones are moved aside before they are answered, so that each is taken once. */
export interface Intake {
  fresh(): Handed[]
  taken(): Handed[]
}

export function openIntake(place: string): Intake {
  const aside = join(place, TAKEN)
  const foldersIn = (path: string): string[] =>
    existsSync(path)
      ? readdirSync(path)
          .filter((name) => !name.startsWith('.') && name !== TAKEN)
          .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      : []
  return {
    fresh: () => {
      const names = foldersIn(place)
      if (names.length > 0) mkdirSync(aside, { recursive: true })
      return names.map((name) => {
        renameSync(join(place, name), join(aside, name))
        return { name, path: join(aside, name) }
      })
    },
    taken: () => foldersIn(aside).map((name) => ({ name, path: join(aside, name) })),
  }
}

/** It throws where a file is not what was said of it. */
export function demandDigest(path: string, sha256: string): void {
  const found = createHash('sha256').update(readFileSync(path)).digest('hex')
  if (found !== sha256) throw new Error(`${path} is another than its digest says`)
}

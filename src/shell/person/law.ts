import type { Sql } from '../pg/base/database.ts'
import { judgedRows } from '../pg/person/said.ts'
import { readLaws } from '../pg/read/laws.ts'
import { atOnce, type PersonSource, type Row, type Section, words } from './section.ts'

type Judged = { law: string | null }

export interface LawBook {
  /** The law under which these were judged is read, where it is not known yet. */
  learn(rows: readonly Judged[]): Promise<void>
  /** Version by pack. */
  versionsIn(law: string | null): ReadonlyMap<string, string>
}

/** The versions of the packs under which somebody was judged. */
export function lawBook(db: Sql): LawBook {
  const known = new Map<string, ReadonlyMap<string, string>>()
  return {
    learn: async (rows) => {
      const fresh = rows.filter(({ law }) => law !== null && !known.has(law))
      for (const [hash, { packs }] of Object.entries(await readLaws(db, fresh)))
        known.set(hash, new Map(packs.map(({ pack, version }) => [pack, version])))
    },
    versionsIn: (law) => known.get(law ?? '') ?? NONE,
  }
}

const NONE: ReadonlyMap<string, string> = new Map()

interface Pack {
  pack: string
  version: string
}

export const law: Section = {
  name: 'law',
  title: 'The law that was asked, by the mark that decisions and contacts carry',
  rows: (source) => atOnce(readLaw(source)),
  tell: (row) => [
    words(row['law'], 'time zones of', row['tzdata']),
    (row['packs'] as Pack[]).map(({ pack, version }) => `${pack} ${version}`).join(', '),
  ],
}

async function readLaw({ db, person }: PersonSource): Promise<Row[]> {
  const judged = await judgedRows(db, person)
  return Object.entries(await readLaws(db, judged)).map(([hash, record]) => ({ law: hash, ...record }))
}

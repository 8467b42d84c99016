import { once } from 'node:events'
import { exportPerson, type Exported } from '../../shell/person/export.ts'
import type { Database } from '../../shell/pg/base/database.ts'
import type { Vault } from '../../shell/pg/base/vault.ts'
import { countRows } from '../../shell/pg/person/said.ts'
import { personOf } from './ref.ts'
import { newFile } from '../new-file.ts'
import { progressBar } from '../progress-bar.ts'

export interface ExportAsked {
  ref: string
  /** Null = standard output. */
  file: string | null
  format: 'json' | 'text'
  by: string
}

/** The export goes into a file that was not there before and that nobody else can read. */
export async function exportTo(
  { db, vault }: { db: Database; vault: Vault },
  { ref, file, format, by }: ExportAsked,
): Promise<Exported> {
  const found = await personOf(db, ref, vault)
  if (file === null)
    return exportPerson({ db, vault }, { found, by, format, out: process.stdout, onRows: () => {} })
  const out = await newFile(file)
  const bar = progressBar('rows', await countRows(db, found.id))
  try {
    return await exportPerson({ db, vault }, { found, by, format, out, onRows: bar.add })
  } finally {
    bar.end()
    out.end()
    await once(out, 'close')
  }
}

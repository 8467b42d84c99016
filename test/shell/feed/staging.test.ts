import { expect, test } from 'vitest'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { copyToStaging, stagedPage, stagingRow } from '../../../src/shell/pg/feed/staging.ts'
import { pgStage } from '../record/pg-stage.ts'

const RUN = 7

function page(first: number): Uint8Array {
  const row = stagingRow()
  row.int8(RUN)
  row.int8(first)
  row.text('[]')
  row.text('[]')
  for (let list = 0; list < 3; list++) row.texts([])
  return row.end()
}

test('a connection that is lost behind the last page is told, and nothing of the file is staged', async () => {
  const stage = await pgStage(openVault(newVaultKeys()))
  const { db } = stage
  const lost = async function* (): AsyncIterable<Uint8Array> {
    yield page(1)
    yield page(1001)
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and query like 'copy import_staging%'`,
      [],
    )
  }
  const whole = async function* (): AsyncIterable<Uint8Array> {
    yield page(1)
    yield page(1001)
  }
  try {
    await expect(copyToStaging(db, lost())).rejects.toThrow()
    expect(await stagedPage(db, RUN, 0)).toBeNull()
    await copyToStaging(db, whole())
    expect(await stagedPage(db, RUN, 1)).toEqual({ first: 1001, facts: '[]' })
  } finally {
    await stage.close()
  }
})

import { expect, test } from 'vitest'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { pgStage } from '../record/pg-stage.ts'
import { ACCOUNTS, importText } from './import-stage.ts'

test('a defect in the way of newcomers loses nothing, and is told with the result of the import', async () => {
  const stage = await pgStage(openVault(newVaultKeys()))
  const db = connect({ url: stage.ownerUrl, max: 2, applicationName: 'test' })
  try {
    const copy = async (): Promise<void> => {
      throw new TypeError('a defect')
    }
    const broken: Database = {
      ...db,
      transaction: (work) =>
        db.transaction((tx) => work(Object.create(tx, { copy: { value: copy } }) as typeof tx)),
    }
    const file = { kind: 'accounts', content: ACCOUNTS, many: 1 } as const
    const { imported, rejected } = await importText({ ...stage, db: broken }, file)
    expect(rejected).toEqual([])
    expect(imported?.warnings).toMatchObject([{ code: 'told_singly', line: 2 }])
    expect(imported?.warnings[0]?.message).toContain('TypeError')
    const known = await db.query<{ n: number }>('select count(*)::int8 as n from account', [])
    expect(known[0]?.n).toBe(3)
    const again = await importText({ ...stage, db }, file)
    expect(again.imported).toMatchObject({ warnings: [], taken: 0 })
  } finally {
    await db.close()
    await stage.close()
  }
})

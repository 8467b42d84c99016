import { afterEach, beforeEach, expect, test } from 'vitest'
import { keyOfMarks } from '../../../src/shell/feed/line-marks.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { importText } from './import-stage.ts'

let stage: PgStage
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

test('lines that were marked when two numbers were read as the first are told once more', () => {
  expect(keyOfMarks(stage.vault, 'account')).not.toBe(stage.vault.hex('line of accounts 2 account'))
})

test('two numbers in one cell are a warning, too, where the account is known by the same line', async () => {
  const head = 'account,debtor,creditor,currency,region,past_due,oldest_due_on,phone'
  const content = `${head}\nA1,D1,acme,EUR,DE,10.00,2026-02-01,+4915112345671;+4915112345672\nA2,D2,acme,EUR,DE,10.00,2026-02-01,+4915112345673\n`
  const told = async () => {
    const { imported } = await importText(stage, { kind: 'accounts', content })
    return imported?.warnings.map(({ line, code }) => [line, code])
  }
  const warned = [[2, 'bad_point']]
  expect(await told()).toEqual(warned)
  expect(await told()).toEqual(warned)
  expect(
    await stage.db.query("select count(*)::int as facts from fact where kind = 'account.opened'"),
  ).toEqual([{ facts: 2 }])
})

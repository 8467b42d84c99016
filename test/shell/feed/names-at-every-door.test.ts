import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFactFile } from '../../../src/shell/replay/fact-file.ts'
import { testApi, type TestApi } from '../http/api.ts'
import { recorder } from '../http/recorder.ts'
import { billed, opened, paid } from '../record/facts.ts'
import { pgStage, type PgStage } from '../record/pg-stage.ts'
import { importText } from './import-stage.ts'

/** Blanks at either end, and a letter that is written as two. */
const AS_WRITTEN = ' A\u030a1 '
const AS_KEPT = '\u00c51'

let stage: PgStage
let api: TestApi
beforeAll(async () => {
  ;[stage, api] = await Promise.all([pgStage(), testApi(recorder)])
  await stage.record(opened(AS_KEPT), billed(AS_KEPT, 'o', '2026-02-01'))
})
afterAll(() => Promise.all([stage.close(), api.close()]))

const fact = (payment: string) => paid(AS_WRITTEN, payment, '1.00')

async function posted(payload: string, type: string): Promise<unknown[]> {
  const headers = { 'content-type': type, ...api.key('facts:write') }
  const answer = await api.app.inject({ method: 'POST', url: '/v1/facts', payload, headers })
  return answer.json<{ warnings: unknown[] }>().warnings
}

async function imported(kind: 'payments' | 'facts', content: string): Promise<unknown[]> {
  const { imported: result, rejected } = await importText(stage, { kind, content })
  expect([rejected, result?.taken]).toEqual([[], 1])
  return result?.warnings ?? []
}

const DOORS: Record<string, () => Promise<unknown[]>> = {
  'HTTP, JSON': () =>
    posted(
      JSON.stringify([opened(AS_KEPT), billed(AS_KEPT, 'o', '2026-02-01'), fact('P1')]),
      'application/json',
    ),
  'HTTP, NDJSON': () => posted(JSON.stringify(fact('P2')), 'application/x-ndjson'),
  CSV: () => imported('payments', `account,payment,amount,paid_at\n${AS_WRITTEN},P3,1.00,2026-02-20\n`),
  'CSV in quotes': () =>
    imported('payments', `account,payment,amount,paid_at\n"${AS_WRITTEN}",P4,1.00,2026-02-20\n`),
  'CSV, blanks alone': () =>
    imported('payments', `account,payment,amount,paid_at\n\u00a0${AS_KEPT}\t,P5,1.00,2026-02-20\n`),
  'NDJSON by column': () =>
    imported(
      'payments',
      `${JSON.stringify({ account: AS_WRITTEN, payment: 'P6', amount: '1.00', paid_at: '2026-02-20' })}\n`,
    ),
  'NDJSON of facts': () => imported('facts', `${JSON.stringify(fact('P7'))}\n`),
  replay: async () => {
    const input = Readable.from([`${JSON.stringify(fact('P8'))}\n`])
    const { facts, warnings } = await readFactFile(input, { file: 'f', before: Infinity })
    expect(facts).toMatchObject([{ fact: { account: AS_KEPT } }])
    return warnings
  },
}

test.each(Object.entries(DOORS))(
  'a name is read trimmed and in NFC, its sender is told, and it means whom it means: %s',
  async (_door, warningsOf) => {
    const warnings = await warningsOf()
    expect(warnings.filter((one) => (one as { code: string }).code === 'id_changed')).toHaveLength(1)
    expect(warnings).toMatchObject([{ code: 'id_changed' }])
  },
)

test('whatever the door, it was the account’s own', async () => {
  const payments = await stage.db.query<{ account: string }>(
    `select distinct a.external_id as account from payment p join account a on a.id = p.account_id`,
  )
  expect(payments).toEqual([{ account: AS_KEPT }])
})

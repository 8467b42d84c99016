import { afterEach, beforeEach, expect, test } from 'vitest'
import { decidePage, decidesOpened, retryDecide } from '../../../src/flow/decide.ts'
import { detectPage } from '../../../src/flow/detect.ts'
import { askedAlone } from '../../../src/flow/ports/transactions.ts'
import { recordFacts } from '../../../src/flow/record.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { detectStore } from '../../../src/shell/pg/detect/detect.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import { loadDossiers } from '../../../src/shell/pg/dossier/dossier.ts'
import { settleReceipts } from '../../../src/shell/pg/record/receipts.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { taskStore } from '../../../src/shell/pg/task/task.ts'
import { type During, tripsOn } from '../../support/network-trips.ts'
import { anAccount } from '../../support/story-facts.ts'
import { incoming } from '../record/stage.ts'
import { pgStage } from './pg-stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
let during: During
beforeEach(async () => {
  stage = await pgStage()
  during = tripsOn(stage.db)
})
afterEach(() => stage.close())

const BEGIN = ['begin', 'begun']

function newlyOverdue(account: string): Record<string, unknown>[] {
  const where = { region: 'CN', zone: 'Asia/Shanghai', amount: '1500.00', dueOn: '2026-03-02' }
  const [opened = {}, ...bills] = anAccount(account, { debtor: account, phone: '+8613800138001', ...where })
  return [{ ...opened, currency: 'CNY' }, ...bills]
}

test('whoever looks for what was put aside, and for what is due, waits for the network three times', async () => {
  await decidePage(stage.deps, 100)
  const again = await during(() => retryDecide(stage.deps))
  expect(again.statements).toEqual([...BEGIN, 'parked-due', 'commit'])
  expect(again.trips).toBe(1)
  const page = await during(() => decidePage(stage.deps, 100))
  expect(page.result).toMatchObject({ persons: 0 })
  expect(page.statements).toEqual([...BEGIN, 'decide-lock', 'commit'])
  expect(page.trips).toBe(2)
})

test('a page that opens cases and decides them asks each thing once', async () => {
  const { db, deps } = stage
  await recordFacts(
    { store: recordStore(db), prepare: prepareWith(openVault(newVaultKeys())), replies: async () => [] },
    incoming(['Z1', 'Z2', 'Z3'].flatMap((name) => newlyOverdue(name))),
  )
  const detecting = { store: detectStore(db), config: deps.config, decider: decidesOpened(deps) }
  await detectPage(detecting, 10)
  await stage.setNow(Date.parse('2026-03-03T02:00:00Z'))
  const page = await during(() => detectPage(detecting, 10))
  expect(page.result).toMatchObject({ opened: 3, decided: { persons: 3, planned: 3 }, undecided: 0 })
  const [, , , ...review] = page.statements.join(' ').split('begin begun')
  expect(review.map((one) => one.trim())).toEqual([
    [
      'detect-zones detect-due record-obligations record-payments debt-policy detect-case-ids detect-free',
      'decide-lock-free dossiers brake-spans',
      'detect-open decide-contacts decide-decisions chain-insert detect-accounts',
      'detect-quota-rows detect-quotas commit',
    ].join(' '),
  ])
  expect(page.trips).toBe(18)
})

test('a page of receipts waits once', async () => {
  const receipt = {
    provider: 'sms',
    key: 'r-1',
    webhook: 'r-1',
    reference: '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11',
    named: 'm-1',
    disposition: 'delivered' as const,
    at: '2026-03-01T12:00:00Z',
    ms: Date.parse('2026-03-01T12:00:00Z'),
    iso: '2026-03-01T12:00:00.000Z',
    digest: Buffer.alloc(32),
  }
  const settled = await during(() => settleReceipts(stage.db, [receipt]))
  expect(settled.result).toEqual([])
  expect(settled.statements).toEqual([...BEGIN, 'receipts-lock', 'receipts-settle', 'commit'])
  expect(settled.trips).toBe(1)
})

test('an agent who asks for a task waits once to hear that there is none', async () => {
  const store = taskStore(stage.db, { vault: openVault(newVaultKeys()), loadDossiers })
  const asked = await during(() => askedAlone(store, (tx) => tx.candidates('call', 20)))
  expect(asked.result).toEqual([])
  expect(asked.statements).toEqual([...BEGIN, 'task-candidates-call', 'commit'])
  expect(asked.trips).toBe(1)
})

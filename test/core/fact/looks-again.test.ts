import { beforeEach, expect, test } from 'vitest'
import { applyFacts } from '../../../src/core/fact/apply/apply.ts'
import type { Affected } from '../../../src/core/model/ledger-changes.ts'
import { needsOfPage } from '../../../src/core/fact/needs.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { loadLedger } from '../../../src/shell/replay/memory/record/load.ts'
import { clearVault } from '../../../src/shell/replay/memory/record/vault.ts'
import { billed, fact, opened } from '../../shell/record/facts.ts'
import { type MemoryStage, memoryStage } from '../../shell/record/memory-stage.ts'
import { incoming } from '../../shell/record/stage.ts'

const AT = '2026-03-01T11:00:00Z'
const LATER = '2026-03-01T11:30:00Z'
const placed = (reason: string) => fact('hold.placed', AT, { account: 'A1', hold: 'H', reason })

let stage: MemoryStage
beforeEach(async () => {
  stage = memoryStage()
  await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'), opened('A2'))
})

/** The accounts and persons that the page looks at again, and those whose intentions it voids. */
function reachOf(said: Record<string, unknown>): { reviewed: string[]; raised: string[] } {
  const prepare = prepareWith(clearVault)
  const rows = incoming([said]).flatMap((row) => ('fact' in row ? [prepare(row, []).prepared] : []))
  const ledger = loadLedger(stage.world, needsOfPage(rows), null)
  const { reviewed, raised } = applyFacts(ledger, rows, stage.world.now)
  const names = ({ persons, accounts }: Affected): string[] => [
    ...[...persons].map((id) => stage.world.persons.get(id)?.externalId ?? '?'),
    ...[...accounts].map((id) => stage.world.accounts.get(id)?.externalId ?? '?'),
  ]
  return { reviewed: names(reviewed), raised: names(raised) }
}

test('a hold of the person that is lifted on any account lets all of his cases go on', async () => {
  await stage.record(placed('deceased'))
  const said = fact('hold.lifted', LATER, { account: 'A2', hold: 'H' })
  expect(reachOf(said)).toEqual({ reviewed: ['D1'], raised: [] })
})

test('a hold of one account that is lifted lets that account go on', async () => {
  await stage.record(placed('hardship'))
  const said = fact('hold.lifted', LATER, { account: 'A1', hold: 'H' })
  expect(reachOf(said)).toEqual({ reviewed: ['A1'], raised: [] })
})

test.each([
  ['cease.received', 'cease.withdrawn'],
  ['optout.received', 'optout.withdrawn'],
])('%s on one account and %s on another let all cases go on', async (on, off) => {
  await stage.record(fact(on, AT, { account: 'A1' }))
  expect(reachOf(fact(off, LATER, { account: 'A2' }))).toEqual({ reviewed: ['D1'], raised: [] })
})

test('what was taken off before it came looks again, and voids nothing', async () => {
  await stage.record(fact('hold.lifted', LATER, { account: 'A1', hold: 'H' }))
  expect(reachOf(placed('hardship'))).toEqual({ reviewed: ['A1'], raised: [] })
})

test('a hold that is over already looks again, and voids nothing', () => {
  const said = { ...placed('hardship'), at: '2026-02-01T09:00:00Z', until: '2026-02-10' }
  expect(reachOf(said)).toEqual({ reviewed: ['A1'], raised: [] })
})

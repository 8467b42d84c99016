import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isoOf } from '../../src/core/base/time.ts'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayEngine, ReplayResult } from '../../src/shell/replay/engine.ts'
import { replay, startOf } from '../../src/shell/replay/replay.ts'
import { ledgerFacts, readInvoices } from '../support/ledger-facts.ts'
import type { Invoice } from '../support/ledger-facts.ts'
import { expectedCases, expectedSteps, isPersonOverCap, ladderOf, paidAt } from '../support/oracle.ts'
import { projectSchedules } from '../support/story-engine.ts'

const LEDGER = new URL('../../../shared/data/receivables.csv', import.meta.url)
const SPAN = { from: '2012-01-01', to: '2014-01-31' }

describe.runIf(existsSync(LEDGER))('two years of a real ledger', () => {
  const invoices = existsSync(LEDGER) ? readInvoices(readFileSync(LEDGER, 'utf8')) : []

  test('every late invoice has its case and its steps, and nobody is contacted after paying', async () => {
    const config = await projectSchedules()
    const result = await play(await coreEngine(config, { from: startOf(SPAN) }), invoices)
    expect(result.unplaced).toEqual([])
    expect(sorted(result.cases)).toEqual(sorted(expectedCases(invoices)))
    checkSilence(result, invoices)
    const strategy = config.schedules.strategies.find((each) => each.applies.product?.includes('invoice'))
    checkLadder(result, invoices, strategy?.stages ?? [])
  })
})

function sorted<T extends { case: string }>(cases: readonly T[]): T[] {
  return [...cases].sort((a, b) => (a.case < b.case ? -1 : 1))
}

async function play(engine: ReplayEngine, invoices: readonly Invoice[]): Promise<ReplayResult> {
  try {
    const facts = ledgerFacts(invoices).map((fact, index) => ({
      fact,
      recordedAt: Date.parse(fact.at),
      line: index + 1,
    }))
    const { result, problems } = await replay(engine, facts, SPAN)
    expect(problems).toEqual([])
    return result
  } finally {
    await engine.close()
  }
}

/** Only late and undisputed invoices are spoken of, before they are paid, in waking hours and within the house's ceilings. */
function checkSilence(result: ReplayResult, invoices: readonly Invoice[]): void {
  const byAccount = new Map(invoices.map((invoice) => [invoice.account, invoice]))
  const wrong = result.contacts.filter((contact) => {
    const invoice = byAccount.get(contact.account)
    const at = isoOf(contact.at)
    if (!invoice || at >= paidAt(invoice) || at.slice(0, 10) <= invoice.dueOn || invoice.disputed) return true
    return at.slice(11) < '08:00:00Z' || at.slice(11) >= '21:00:00Z'
  })
  expect(wrong).toEqual([])
  expect(isPersonOverCap(result.contacts)).toBe(false)
}

function checkLadder(
  result: ReplayResult,
  invoices: readonly Invoice[],
  stages: Parameters<typeof ladderOf>[0],
): void {
  const ladder = ladderOf(stages)
  expect(ladder.length).toBeGreaterThan(2)
  const made = new Map(result.contacts.map((contact) => [`${contact.account} ${contact.step}`, contact]))
  const refused = new Set(result.refusals.map((each) => `${each.account} ${each.step}`))
  const expected = expectedSteps(invoices, ladder)
  const missing = expected.filter((step) => {
    const contact = made.get(`${step.account} ${step.step}`)
    if (contact) return isoOf(contact.at) < step.dueAt
    return !refused.has(`${step.account} ${step.step}`)
  })
  expect(missing).toEqual([])
  const due = new Set(expected.map((step) => `${step.account} ${step.step}`))
  expect([...made.keys()].filter((name) => !due.has(name))).toEqual([])
}

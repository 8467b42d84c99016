import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isoOf } from '../../src/core/base/time.ts'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayEngine, ReplayResult } from '../../src/shell/replay/engine.ts'
import { caseFile, contactFile } from '../../src/shell/replay/line.ts'
import { endOf, replay, startOf } from '../../src/shell/replay/replay.ts'
import { inventedInvoices } from '../support/invented-ledger.ts'
import { ledgerFacts, readInvoices } from '../support/ledger-facts.ts'
import type { Invoice } from '../support/ledger-facts.ts'
import { expectedCases, expectedSteps, isPersonOverCap, ladderOf, paidAt } from '../support/oracle.ts'
import { projectSchedules } from '../support/story-engine.ts'
import { servedEngine } from '../support/served-engine.ts'

const LEDGER = new URL('../../../shared/data/receivables.csv', import.meta.url)
/** Both engines live through 2,700 instants; a busy machine takes its time. */
const MINUTES = 900_000
const SPAN = { from: '2012-01-01', to: '2014-01-31' }
/** The workers of a real engine live through every tick of it: one of the two years is enough for them. */
const SPAN_ON_SERVERS = { from: '2012-01-01', to: '2012-12-31' }

/** The public sample is no part of the project: where it does not lie beside the checkout, an invented one is played. */
const IS_THERE = existsSync(LEDGER)

describe(`two years of ${IS_THERE ? 'a real ledger' : 'an invented ledger, since ../shared/data/receivables.csv is not there'}`, () => {
  const invoices = IS_THERE ? readInvoices(readFileSync(LEDGER, 'utf8')) : inventedInvoices()

  let core: ReplayResult | null = null
  const inMemory = async (): Promise<ReplayResult> => {
    core ??= await play(await coreEngine(projectSchedules(), { from: startOf(SPAN) }), invoices, SPAN)
    return core
  }

  test('every late invoice has its case and its steps, and nobody is contacted after paying', {
    timeout: MINUTES,
  }, async () => {
    const result = await inMemory()
    expect(result.unplaced).toEqual([])
    expect(sorted(result.cases)).toEqual(sorted(expectedCases(invoices)))
    checkSilence(result, invoices)
    const { strategies } = projectSchedules().schedules
    const strategy = strategies.find((each) => each.applies.product?.includes('invoice'))
    checkLadder(result, invoices, strategy?.stages ?? [])
  })

  test('the real servers and workers write the same files, byte by byte', { timeout: MINUTES }, async () => {
    const from = startOf(SPAN_ON_SERVERS)
    const full = await play(await servedEngine(projectSchedules(), from), invoices, SPAN_ON_SERVERS)
    const result = await play(await coreEngine(projectSchedules(), { from }), invoices, SPAN_ON_SERVERS)
    expect(full.contacts.length).toBeGreaterThan(50)
    expect(contactFile(full.contacts)).toBe(contactFile(result.contacts))
    expect(caseFile(full.cases)).toBe(caseFile(result.cases))
    expect(full.unplaced).toEqual(result.unplaced)
  })
})

function sorted<T extends { case: string }>(cases: readonly T[]): T[] {
  return [...cases].sort((a, b) => (a.case < b.case ? -1 : 1))
}

async function play(
  engine: ReplayEngine,
  invoices: readonly Invoice[],
  span: typeof SPAN,
): Promise<ReplayResult> {
  try {
    const facts = ledgerFacts(invoices).map((fact, index) => ({
      fact,
      recordedAt: Date.parse(fact.at),
      line: index + 1,
    }))
    const { result, problems } = await replay(
      engine,
      facts.filter(({ recordedAt }) => recordedAt < endOf(span)),
      span,
    )
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

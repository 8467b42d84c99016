import { expect, test } from 'vitest'
import { addDays, dayOf } from '../../../src/core/base/time.ts'
import { FactInput } from '../../../src/core/fact/fact.ts'
import { diceOf } from '../../../demo/book/dice.ts'
import { syntheticPortfolio } from '../../../demo/book/portfolio.ts'
import { cureDpd, recordedAt } from '../../../demo/book/timing.ts'

const options = { seed: '7', accounts: 400, from: '2026-03-02', days: 90, staff: ['agent-1'] }
const facts = syntheticPortfolio(options)

test('the same options give the same facts, another seed gives others', () => {
  expect(syntheticPortfolio(options)).toEqual(facts)
  expect(syntheticPortfolio({ ...options, seed: '8' })).not.toEqual(facts)
})

test('every fact is one that the engine takes, on the hour, in the order it is heard of', () => {
  let last = 0
  for (const fact of facts) {
    expect(FactInput.safeParse(fact).error?.issues).toBeUndefined()
    const at = recordedAt(fact)
    expect(at).toBeGreaterThanOrEqual(last)
    expect(at % (30 * 60_000)).toBe(0)
    last = at
  }
})

test('an account is opened before anything happens to it, and nothing is paid before it is billed', () => {
  const opened = new Set<string>()
  const billed = new Set<string>()
  for (const fact of facts) {
    if (fact.type === 'account.opened') opened.add(fact.account)
    else if ('account' in fact && fact.account) expect(opened).toContain(fact.account)
    if (fact.type === 'obligation.billed') billed.add(`${fact.account}/${fact.obligation}`)
    if (fact.type === 'fee.charged') billed.add(`${fact.account}/${fact.fee}`)
    if (fact.type === 'interest.charged') billed.add(`${fact.account}/${fact.interest}`)
    if (fact.type === 'payment.received' && fact.obligation) {
      expect(billed).toContain(`${fact.account}/${fact.obligation}`)
    }
  }
  expect(opened.size).toBe(400)
})

test('phones are invented: reserved for fiction, or counted up from 170 0000 0000', () => {
  const phones = facts.flatMap((fact) => (fact.type === 'account.opened' ? [fact.phone] : []))
  for (const phone of phones) expect(phone).toMatch(/^(\+1\d{3}55501\d\d|\+447700900\d{3}|\+8617000\d{6})$/)
})

test('one person in eight, or about that, has two accounts or more', () => {
  const debtors = facts.flatMap((fact) => (fact.type === 'account.opened' ? [fact.debtor] : []))
  const persons = new Set(debtors).size
  expect((debtors.length - persons) / persons).toBeGreaterThan(0.08)
  expect((debtors.length - persons) / persons).toBeLessThan(0.2)
})

test('some 86 in 100 of what enters are paid within 30 days, give or take 3', () => {
  const dice = diceOf('7', 'cure')
  const entries = Array.from({ length: 4000 }, (_, index) => cureDpd(dice, scores[index % 3] ?? 0, 1, 90))
  const resolved = entries.filter((dpd) => dpd !== null && dpd <= 30).length / entries.length
  expect(resolved).toBeGreaterThan(0.83)
  expect(resolved).toBeLessThan(0.89)
})
const scores = [0.1, 0.1, 0.55]

test('the last day that is played has its own events', () => {
  const last = addDays(options.from, options.days - 1)
  expect(facts.some((fact) => dayOf('UTC', recordedAt(fact)) === last)).toBe(true)
})

test('what the law asks for is on file of most, not of all', () => {
  const share = (evidence: string, kind: string): number => {
    const opened = facts.flatMap((fact) =>
      fact.type === 'account.opened' && fact.debtor.startsWith(kind) ? [fact.account] : [],
    )
    const filed = new Set(
      facts.flatMap((fact) => {
        const own = 'account' in fact && fact.account ? [fact.account] : []
        if (fact.type === 'evidence.recorded' && fact.evidence === evidence) return own
        return fact.type === 'consent.given' && fact.consent === evidence ? own : []
      }),
    )
    return opened.filter((account) => filed.has(account)).length / opened.length
  }
  expect(share('validation.sent_or_due_within_5d', 'us')).toBe(1)
  for (const [evidence, kind] of [
    ['consent.sms', 'us'],
    ['consent.autodial', 'us'],
    ['identity.verified_or_no_detail', 'b2b'],
  ] as const) {
    expect(share(evidence, kind)).toBeGreaterThan(0.75)
    expect(share(evidence, kind)).toBeLessThan(1)
  }
  const ofDistrict = facts.filter(
    (fact) => fact.type === 'evidence.recorded' && fact.evidence === 'docs.dc_complete',
  )
  expect(ofDistrict.length).toBeGreaterThan(0)
})

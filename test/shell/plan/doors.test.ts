import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { creditRecordOf } from '../../../src/core/credit/credit-record.ts'
import type { PersonId } from '../../../src/core/base/id.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'
import { listQuery } from '../../../src/shell/board/list-query.ts'
import { factsOf, lostIn } from '../../../src/shell/feed/row.ts'
import { loadDossiers } from '../../../src/shell/pg/dossier/dossier.ts'
import { CASES } from '../../../src/shell/pg/read/list/cases.ts'
import { PLANS } from '../../../src/shell/pg/read/list/plans.ts'
import { readStory } from '../../../src/shell/pg/read/timeline.ts'
import { planRows } from '../../../src/shell/pg/person/money.ts'
import { sentenceOf, waitingSentence } from '../../../src/shell/story/sentence.ts'
import { agrees, planSchedules } from '../../support/plan-story.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { anAccount, pays } from '../../support/story-facts.ts'

let real: RealEngine

/** The first rate is missed on 13 March, the second one is there in part. */
beforeAll(async () => {
  real = await realEngine({}, planSchedules())
  await real.at('2026-03-02T06:00:00Z')
  await real.take(...anAccount('A1'), ...anAccount('A2'))
  await real.morning('2026-03-02T06:00:00Z')
  await real.at('2026-03-03T06:00:00Z')
  const accounts = ['A2']
  await real.take(agrees('A1', 'p', '2026-03-03T06:00:00Z', { accounts, sum: '400.00' }))
  await real.morning('2026-03-03T06:00:00Z')
  await real.at('2026-03-12T06:00:00Z')
  await real.take(pays('A2', '2026-03-12T05:00:00Z', { amount: '30.00' }))
  await real.morning('2026-03-14T06:00:00Z')
})
afterAll(() => real.close())

const listed = async (query: Record<string, string>) =>
  (await PLANS.read(real.db, listQuery(PLANS, {})(query).asked)).lines

describe('a plan in arrears', () => {
  it('a plan is listed by its state, with its accounts, what came and what is missed', async () => {
    expect(await listed({ state: 'active,broken' })).toEqual([])
    expect(await listed({ state: 'in_arrears' })).toMatchObject([
      {
        plan: 'p',
        account: 'A1',
        accounts: ['A1', 'A2'],
        sum: '400.00',
        paid: '30.00',
        missed: [1],
        nextOn: '2026-03-10',
        nextAmount: '70.00',
        every: 'week',
      },
    ])
    expect(await listed({ due: '2026-03-10' })).toHaveLength(1)
    expect(await listed({ due: '2026-03-11' })).toEqual([])
  })

  it('both ways of counting days past due are shown: two when it was made, and four since the rate was missed', async () => {
    const { lines } = await CASES.read(real.db, listQuery(CASES, {})({}).asked)
    expect(lines.map(({ account, state, dpd, dpdShown }) => ({ account, state, dpd, dpdShown }))).toEqual(
      ['A1', 'A2'].map((account) => ({ account, state: 'on_plan', dpd: 13, dpdShown: 6 })),
    )
  })

  it('the story says what was agreed and what was missed, and what the case waits for', async () => {
    const story = await readStory(real.db, 'A1/1')
    const told = story?.entries.map((entry) => sentenceOf(entry, 'UTC')) ?? []
    const of = (word: string) => told.filter((line) => line.includes(word))
    expect(of('plan p').slice(1)).toEqual([
      expect.stringContaining(
        'plan p of 4 x 100.00 from 2026-03-10, 400.00 in all: agreed, and within what is taken',
      ),
      expect.stringContaining('plan p: rate 1 of 4, 100.00 by 2026-03-10, missed: 30.00 came'),
      expect.stringContaining('in arrears; 30.00 came'),
    ])
    const waits = story?.waiting.for.map((one) => waitingSentence(one, 'UTC')) ?? []
    expect(waits).toContain('the rates of plan p, the next 70.00 by 2026-03-10')
  })

  it('what is known of a person has the plan, and a credit record its state beside the contractual days', async () => {
    const [row] = await real.db.query<{ id: PersonId }>('select id from person')
    const id = row?.id ?? (0 as PersonId)
    expect(await planRows(real.db, id)).toMatchObject([
      { plan: 'p', accounts: ['A1', 'A2'], state: 'in_arrears' },
    ])
    const [dossier] = await real.db.transaction((tx) => loadDossiers(tx, [id]))
    const account = dossier?.accounts.find(({ externalId }) => externalId === 'A2')
    if (!dossier || !account) throw new Error('no dossier')
    const { plans } = planSchedules().schedules.strategies[0] ?? {}
    const at = Date.parse('2026-03-14T06:00:00Z')
    expect(creditRecordOf(dossier, account, { at, types: undefined, plans })).toMatchObject({
      daysPastDue: 13,
      plan: 'in_arrears',
      planMissed: 1,
      planDaysPastDue: 6,
    })
  })
})

describe('a file of plans', () => {
  const row = {
    account: 'A1',
    plan: 'p',
    accounts: 'A2|A3',
    agreed_at: '2026-03-03',
    sum: '400.00',
    first: '2026-03-10',
    every: 'month',
    number: '4',
  }
  const types = (given: Record<string, string>) =>
    factsOf('plans', given, '2026-03-04T00:00:00Z').map((fact) => {
      const read = parseFact(fact)
      return 'problems' in read ? read.problems.map(({ code }) => code) : read.fact.type
    })

  it('a line becomes facts: what was proposed, agreed, refused and cancelled', () => {
    expect(types(row)).toEqual(['plan.agreed'])
    expect(types({ ...row, proposed_at: '2026-03-01', by: 'debtor', cancelled_at: '2026-05-01' })).toEqual([
      'plan.proposed',
      'plan.agreed',
      'plan.cancelled',
    ])
  })

  it('a line that says no instant, or half a schedule, is refused', () => {
    const { agreed_at: _agreed, ...never } = row
    expect(lostIn('plans', never)?.code).toBe('missing_value')
    const { number: _number, ...half } = row
    expect(types(half)).toEqual([['bad_plan']])
  })
})

import { expect, test } from 'vitest'
import type { AccountId, CaseId, NumberId, PersonId, PointId } from '../../../src/core/base/id.ts'
import { circumstancesOf } from '../../../src/core/compliance/known/from-dossier.ts'
import { planPage } from '../../../src/core/decide/plan-page.ts'
import { planPerson } from '../../../src/core/decide/plan.ts'
import type { Planning } from '../../../src/core/decide/planning.ts'
import type { Dossier, DossierEvidence, DossierPoint } from '../../../src/core/model/dossier.ts'
import { accountOf, at, caseOf, dossierOf, pointOf, strategyOf } from './build.ts'
import { always, defersTo, denies, planningOf } from './law.ts'

const NOW = at('2026-03-02 10:00')
const steps = [{ step: 'friendly', channel: 'sms', template: 'friendly', dpd: 1, at: '10:00' }]
const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps }] })

/** Ten debtors who differ in names, scores and sums alone. */
function tenAlike(): Dossier[] {
  return Array.from({ length: 10 }, (_, place) => {
    const account = (50 + place) as AccountId
    const base = dossierOf({
      accounts: [
        accountOf({
          id: account,
          externalId: `A${place}`,
          score: 0.2 + place / 100,
          pastDue: 5_000 + place,
          balance: place,
        }),
      ],
      cases: [caseOf(strategy, { id: (70 + place) as CaseId, account })],
      points: [pointOf({ id: (90 + place) as PointId, number: (30 + place) as NumberId })],
    })
    return { ...base, contacts: [], person: { ...base.person, id: (10 + place) as PersonId } }
  })
}

function counted(planning: Planning): { planning: Planning; asked: () => number } {
  let asked = 0
  const ask: Planning['ask'] = (...given) => {
    asked++
    return planning.ask(...given)
  }
  return { planning: { ...planning, ask }, asked: () => asked }
}

test('who is alike is planned once more, and never again', () => {
  const { planning, asked } = counted(planningOf([strategy]))
  const decisions = planPage(tenAlike(), planning, NOW)
  expect(asked()).toBe(2)
  expect(decisions.map(({ planned }) => planned.map(({ person, point }) => [person, point]))).toEqual(
    tenAlike().map(({ person, points }) => [[person.id, points[0]?.id]]),
  )
  expect(decisions.map(({ person, decisions: told }) => told.every((one) => one.person === person))).toEqual(
    tenAlike().map(() => true),
  )
})

test('a plan whose words name somebody is made for that person alone', () => {
  const { planning, asked } = counted(
    planningOf([strategy], (question) => denies(`NOT-${question.person}`, true)),
  )
  const decisions = planPage(tenAlike(), planning, NOW)
  expect(asked()).toBe(11)
  expect(decisions.map(({ tasks }) => tasks[0]?.rule)).toEqual(
    tenAlike().map(({ person }) => `NOT-${person.id}`),
  )
})

test('a plan that reads what none should is made for each person alone', () => {
  const planning = planningOf([strategy])
  const fileOf: Planning['fileOf'] = (dossier, assume) => {
    if ((dossier.accounts[0]?.balance ?? 0) > 5) throw new Error('the balance is high')
    return planning.fileOf(dossier, assume)
  }
  expect(() => planPage(tenAlike(), { ...planning, fileOf }, NOW)).toThrow('the balance is high')
})

const both = [...steps, { step: 'call', channel: 'call', script: 'call', dpd: 1, at: '10:00' }]
const twice = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: both }] })

/** A number is used once, and where the debtor agreed: on paper about the account, or about himself. */
const careful: Planning = {
  ...planningOf([twice]),
  fileOf: (dossier, assume) => circumstancesOf(dossier, { assume }),
  ask: ({ point, at: then }, { history, evidence }) => {
    if (history.some((one) => one.point === point)) return defersTo(then + 3_600_000)
    const agreed = evidence.find((one) => one.key === 'consent.sms' && (one.point ?? point) === point)
    if (!agreed) return denies('NO-CONSENT')
    return agreed.account === null ? always : defersTo(then + 1_800_000)
  },
}

type Told = Pick<DossierEvidence, 'account' | 'point'>
interface Differing {
  points: (id: number) => Partial<DossierPoint>[]
  evidence: (ids: { account: AccountId; point: PointId; other: PointId }) => Told[]
}
const usual: Differing = {
  points: (id) => [{ number: id as NumberId }, { number: (id + 1) as NumberId }],
  evidence: () => [{ account: null, point: null }],
}
const DIFFERENCES: Record<string, Partial<Differing>> = {
  'two points have one number': { points: (id) => [{ number: id as NumberId }, { number: id as NumberId }] },
  'the other number was named last': {
    points: (id) => [{ number: id as NumberId }, { number: (id + 1) as NumberId, namedAt: 9 }],
  },
  'a number was named in between': {
    points: (id) => [
      { number: id as NumberId, namedAt: 3 },
      { number: (id + 1) as NumberId, namedAt: 5 },
    ],
  },
  'agreed about the account': { evidence: ({ account }) => [{ account, point: null }] },
  'agreed about the first number': { evidence: ({ point }) => [{ account: null, point }] },
  'agreed about the second number': { evidence: ({ other }) => [{ account: null, point: other }] },
}

test.each(Object.entries(DIFFERENCES))('who differs is planned otherwise: %s', (_, differing) => {
  const dossiers = tenAlike().map((dossier, place): Dossier => {
    const { points, evidence } = { ...usual, ...(place % 2 === 1 && differing) }
    const [point, other] = [(200 + place * 2) as PointId, (201 + place * 2) as PointId]
    const account = dossier.accounts[0]?.id ?? (0 as AccountId)
    return {
      ...dossier,
      cases: dossier.cases.map((one) => ({ ...one, strategy: twice.strategy, strategyHash: twice.hash })),
      points: points(300 + place * 2).map((one, index) =>
        pointOf({ id: index === 0 ? point : other, ...one }),
      ),
      evidence: evidence({ account, point, other }).map((told) => ({
        key: 'consent.sms',
        agent: null,
        value: true,
        at: 0,
        until: null,
        ...told,
      })),
    }
  })
  const alone = dossiers.map((dossier) => planPerson(dossier, careful, NOW))
  expect(new Set(alone.map(({ planned }) => placesOf(planned))).size).toBe(2)
  expect(planPage(dossiers, careful, NOW)).toEqual(alone)
})

/** At which of the two points, and when, each contact is planned. */
function placesOf(planned: ReturnType<typeof planPerson>['planned']): string {
  return JSON.stringify(planned.map(({ step, point, notBefore }) => [step, point % 2, notBefore]))
}

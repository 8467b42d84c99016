import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circumstancesOf } from '../../src/core/compliance/known/from-dossier.ts'
import { planPage } from '../../src/core/decide/plan-page.ts'
import { planPerson } from '../../src/core/decide/plan.ts'
import type { Planning } from '../../src/core/decide/planning.ts'
import type { Dossier } from '../../src/core/model/dossier.ts'
import type { Circumstances, Question } from '../../src/core/model/question.ts'
import type { Strategy } from '../../src/core/model/strategy.ts'
import type { Verdict } from '../../src/core/model/verdict.ts'
import { planningFor } from '../../src/flow/ports/planning.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { strategyOf } from '../core/decide/build.ts'
import { always, defersTo, denies, planningOf } from '../core/decide/law.ts'
import { book, dossiersOf } from '../support/drawn/debtors.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

function sameAsAlone(dossiers: readonly Dossier[], planning: Planning, now: number): void {
  const alone = dossiers.map((dossier) => planPerson(dossier, planning, now))
  expect(planPage(dossiers, planning, now)).toEqual(alone)
}

/** A law that looks at much of a question: hours, roles, lines, consents, what was planned before. */
function answerTo(question: Question, { history, evidence }: Circumstances): Verdict {
  if (question.role === 'third' || question.line === 'landline') return denies('NO-THIRD', true)
  if (question.household !== null && history.length > 0) return denies('ONE-A-HOUSE')
  if (history.some(({ point }) => point === question.point)) return defersTo(question.at + 90 * 60_000)
  const refused = evidence.some(({ key, value, point, account }) => {
    const isHere = (point ?? question.point) === question.point
    return key === 'consent.sms' && isHere && (value === false) === (account !== null)
  })
  if (refused) return denies('NO-CONSENT')
  const midnight = Math.floor(question.at / 86_400_000) * 86_400_000
  return question.at < midnight + 8 * 3_600_000 ? defersTo(midnight + 8 * 3_600_000) : always
}

const sum = fc.option(fc.constantFrom('0.01', '10.00', '10.01', '25.00', '1000.00'), { nil: undefined })
const ladder = fc
  .array(
    fc.record({
      channel: fc.constantFrom('sms', 'sms', 'call', 'call', 'email', 'human'),
      dpd: fc.constantFrom(1, 1, 1, 2, 9),
      pastDue: sum,
      risk: fc.option(fc.constantFrom(['low'], ['medium', 'high']), { nil: undefined }),
      mandatory: fc.boolean(),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .chain((steps) => fc.record({ steps: fc.constant(steps), from: sum, open: sum }))

function ladderOf({ steps, from, open }: typeof ladder extends fc.Arbitrary<infer T> ? T : never): Strategy {
  const of = (index: number) =>
    steps.slice(index * 2, index * 2 + 2).map(({ channel, pastDue, risk, ...step }, place) => ({
      ...step,
      step: `s-${index}-${place}`,
      channel,
      at: '10:00',
      ...(channel === 'human' && { task: 'look', role: 'supervisor', mandatory: false }),
      ...(channel === 'call' && { script: 'call' }),
      ...((channel === 'sms' || channel === 'email') && { template: 'text' }),
      ...(pastDue && { pastDue }),
      ...(risk && { risk }),
    }))
  return strategyOf({
    open: { dpd: 1, pastDue: open ?? '10.00', perDay: 9 },
    stages: [
      { stage: 'one', from: { dpd: 1 }, steps: of(0) },
      { stage: 'two', from: { dpd: 5, ...(from && { pastDue: from }) }, steps: of(1) },
    ],
  })
}

const FOLDERS = ['schedules', ...readdirSync('samples').map((name) => `samples/${name}`)]

describe('those who are alike', () => {
  it(
    'a page is planned as each of its persons alone, under any ladder',
    () => {
      fc.assert(
        fc.property(ladder, ladder, book, (one, other, given) => {
          const strategies = [ladderOf(one), { ...ladderOf(other), strategy: 'other' }]
          const planning: Planning = {
            ...planningOf(strategies),
            ask: answerTo,
            fileOf: (dossier, assume) => circumstancesOf(dossier, { assume }),
            brakes: given.brakes,
          }
          sameAsAlone(dossiersOf(given, strategies), planning, given.now)
          const newer = new Map([...planning.active, ['ladder', { ...ladderOf(other), strategy: 'ladder' }]])
          sameAsAlone(dossiersOf(given, strategies), { ...planning, active: newer }, given.now)
        }),
        drawn(100),
      )
    },
    LONG_ENOUGH,
  )

  it.each(FOLDERS)(
    'a page is planned as each of its persons alone, under the law and the strategies of %s',
    (folder) => {
      const { schedules } = loadSchedules(folder)
      if (!schedules) throw new Error(`${folder} cannot be read`)
      const { strategies } = schedules
      const planning = planningFor(schedules, new Map(strategies.map((one) => [one.hash, one])))
      fc.assert(
        fc.property(book, (given) =>
          sameAsAlone(dossiersOf(given, strategies), { ...planning, brakes: given.brakes }, given.now),
        ),
        drawn(30),
      )
    },
    LONG_ENOUGH,
  )
})

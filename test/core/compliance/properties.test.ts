import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OUTCOME_LEVEL, type Outcome } from '../../../src/core/base/list.ts'
import { dayNumberOf, HOUR } from '../../../src/core/base/time.ts'
import { judgeAt } from '../../../src/core/compliance/judgement.ts'
import { compileLaw, type Law } from '../../../src/core/compliance/pack/law.ts'
import { permit } from '../../../src/core/compliance/permit.ts'
import type { Circumstances, PastContact } from '../../../src/core/model/question.ts'
import { asked, circumstances } from '../../support/any-law.ts'
import { at, file, lawOf, NEW_YORK, past, question, shipped } from '../../support/law.ts'

const { packs, calendars } = shipped()

const runs = { numRuns: 120, seed: 20261124 }

describe('any law', () => {
  it('the law of more packs never lets through what fewer refuse', () => {
    const some = fc.subarray(packs, { minLength: 1 })
    fc.assert(
      fc.property(asked, circumstances, some, fc.constantFrom(...packs), (ask, known, few, added) => {
        const before = judgeAt(ask, known, compileLaw({ packs: few, calendars })).refusals
        const after = judgeAt(ask, known, compileLaw({ packs: [...few, added], calendars })).refusals
        expect(new Set(after.map((reason) => reason.rule))).toEqual(
          new Set(
            [...after, ...before.filter((reason) => reason.rule !== 'person_hours')].map(
              (reason) => reason.rule,
            ),
          ),
        )
      }),
      runs,
    )
  })

  it('the law says the same whatever the order in which history, statuses and evidence are told', () => {
    const law = compileLaw({ packs, calendars })
    fc.assert(
      fc.property(asked, circumstances, fc.integer({ min: 1, max: 24 }), (ask, known, by) => {
        const turned = <T>(list: T[]) =>
          [...list.slice(by % (list.length + 1)), ...list.slice(0, by % (list.length + 1))].reverse()
        const told = {
          ...known,
          history: turned(known.history),
          statuses: turned(known.statuses),
          evidence: turned(known.evidence),
        }
        expect(permit(ask, told, law)).toEqual(permit(ask, known, law))
      }),
      runs,
    )
  })

  it('the law never refuses a contact because an earlier one of ours did not happen', () => {
    const law = compileLaw({ packs, calendars })
    fc.assert(
      fc.property(asked, circumstances, fc.nat(), (ask, known, nth) => {
        const index = known.history.length > 0 ? nth % known.history.length : 0
        if (known.history[index]?.direction !== 'out') return
        const fewer = { ...known, history: known.history.toSpliced(index, 1) }
        const ids = (which: Circumstances) => judgeAt(ask, which, law).refusals.map((reason) => reason.rule)
        expect(ids(known)).toEqual(expect.arrayContaining(ids(fewer)))
      }),
      runs,
    )
  })

  it('the law defers to an instant at which it permits, and before which it does not', () => {
    const law = compileLaw({ packs, calendars })
    fc.assert(
      fc.property(asked, circumstances, fc.double({ min: 0, max: 1, noNaN: true }), (ask, known, share) => {
        const verdict = permit(ask, known, law)
        if (verdict.answer !== 'defer') return
        expect(permit({ ...ask, at: verdict.to }, known, law)).toMatchObject({
          answer: 'permit',
          until: verdict.until,
        })
        const between = Math.floor(ask.at + (verdict.to - ask.at) * share * 0.999)
        expect(permit({ ...ask, at: between }, known, law).answer).not.toBe('permit')
      }),
      runs,
    )
  })

  it('the law permits until the end of the window that it names', () => {
    const law = compileLaw({ packs, calendars })
    fc.assert(
      fc.property(asked, circumstances, (ask, known) => {
        const verdict = permit(ask, { ...known, history: [] }, law)
        if (verdict.answer !== 'permit') return
        const later = (instant: number) =>
          permit({ ...ask, at: instant }, { ...known, history: [] }, law).answer
        expect(later(verdict.until - 1)).toBe('permit')
        expect(later(verdict.until)).not.toBe('permit')
      }),
      runs,
    )
  })
})

describe('a greedy dialler', () => {
  const levels = { attempt: 0, connected: 1, answered: 2, conversation: 3 }
  type Counts = keyof typeof levels

  /** The dialler tries every hour for 45 days, over the change to summer time, and takes what it gets. */
  function dial(law: Law, outcomes: readonly Outcome[]): PastContact[] {
    const history: PastContact[] = []
    for (let hour = 0; hour < 24 * 45; hour++) {
      const now = at('2026-02-20T00:00') + hour * HOUR
      if (judgeAt(question(now), file({ history }), law).refusals.length > 0) continue
      history.push(past(now, { outcome: outcomes[hour % outcomes.length] ?? 'no_answer' }))
    }
    return history
  }

  it('the dialler never exceeds a cap in any window, counted by hand', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom<Counts>('attempt', 'connected', 'answered', 'conversation'),
        fc.array(fc.constantFrom<Outcome>('not_connected', 'no_answer', 'voicemail', 'conversation'), {
          minLength: 1,
          maxLength: 7,
        }),
        (max, days, counts, outcomes) => {
          const law = lawOf([{ kind: 'cap', parameters: { max, per: ['person'], span: { days }, counts } }])
          const made = dial(law, outcomes).filter((one) => OUTCOME_LEVEL[one.outcome] >= levels[counts])
          const dates = made.map((one) => dayNumberOf(NEW_YORK, one.at))
          for (let first = Math.min(...dates); first <= Math.max(...dates, 0); first++) {
            const inside = dates.filter((date) => date >= first && date < first + days)
            expect(inside.length).toBeLessThanOrEqual(max)
          }
        },
      ),
      { ...runs, numRuns: 12 },
    )
  })
})

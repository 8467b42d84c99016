import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, isoOf, MINUTE } from '../../../../src/core/base/time.ts'
import { judgeAt } from '../../../../src/core/compliance/judgement.ts'
import { compileLaw, type Law } from '../../../../src/core/compliance/pack/law.ts'
import { postponed } from '../../../../src/core/compliance/permit.ts'
import type { Circumstances, Question } from '../../../../src/core/model/question.ts'
import { legalStretches } from '../../../../src/core/compliance/told/stretches.ts'
import { at, file, lawOf, NEW_YORK, past, question, shipped, shown, status } from '../../../support/law.ts'

const week = (from: string, days = 7) => ({ from: at(from), until: at(from) + days * DAY_MS })
const told = (asked: Question, known: Circumstances, law: Law, period: { from: number; until: number }) =>
  legalStretches(asked, known, law, period).map(({ from, until, refusals }) => {
    return `${isoOf(from)} ${isoOf(until)} ${refusals.map(({ rule }) => rule).join(' ') || 'open'}`
  })

describe('stretches of lawful and unlawful time', () => {
  const hours = { kind: 'window', parameters: { open: [{ days: 'daily', hours: ['08:00', '21:00'] }] } }

  it('the stretches turn at the edges of the hours, across a change of the clock', () => {
    expect(told(question(0), file(), lawOf([hours]), week('2026-03-07T12:00', 1.5))).toEqual([
      '2026-03-07T17:00:00Z 2026-03-08T02:00:00Z open',
      '2026-03-08T02:00:00Z 2026-03-08T12:00:00Z XX-T1',
      '2026-03-08T12:00:00Z 2026-03-09T01:00:00Z open',
      '2026-03-09T01:00:00Z 2026-03-09T05:00:00Z XX-T1',
    ])
  })

  it('the stretches turn to the second where elapsed time ends, and at midnight where dates do', () => {
    const gap = {
      kind: 'gap',
      parameters: { after: { event: 'attempt' }, atLeast: { hours: 2 }, per: ['point'] },
    }
    const cap = {
      kind: 'cap',
      parameters: { max: 1, per: ['person'], counts: 'connected', span: { days: 2 } },
    }
    const fresh = {
      kind: 'require',
      parameters: { all: [{ evidence: 'consent.sms', maxAge: { hours: 30 } }] },
    }
    const known = file({
      history: [past(at('2026-05-05T10:00') + 33_000)],
      evidence: [shown('consent.sms', { at: at('2026-05-05T06:00') + 7 })],
    })
    expect(told(question(0), known, lawOf([gap, cap, fresh]), week('2026-05-05T09:00', 3))).toEqual([
      '2026-05-05T13:00:00Z 2026-05-05T14:00:33Z open',
      '2026-05-05T14:00:33Z 2026-05-05T16:00:33Z XX-T1 XX-T2',
      '2026-05-05T16:00:33Z 2026-05-06T16:00:00.008Z XX-T2',
      '2026-05-06T16:00:00.008Z 2026-05-07T04:00:00Z XX-T3 XX-T2',
      '2026-05-07T04:00:00Z 2026-05-08T13:00:00Z XX-T3',
    ])
  })

  it('the stretches turn on the date on which a rule comes into force, and on which it has ended', () => {
    const banned = {
      kind: 'hold',
      parameters: { while: 'always', scope: 'person', lasts: { until: ['never'] } },
    }
    const law = lawOf([
      { ...banned, inForceUntil: '2026-08-30' },
      { ...banned, inForceFrom: '2026-09-01' },
    ])
    expect(told(question(0), file(), law, week('2026-08-30T12:00', 3))).toEqual([
      '2026-08-30T16:00:00Z 2026-08-31T04:00:00Z XX-T1',
      '2026-08-31T04:00:00Z 2026-09-01T04:00:00Z open',
      '2026-09-01T04:00:00Z 2026-09-02T16:00:00Z XX-T2',
    ])
  })

  it('the stretches are whole: each begins where the one before ends', () => {
    const period = week('2026-05-05T09:17')
    const stretches = legalStretches(question(0), file(), lawOf([hours]), period)
    expect(stretches[0]?.from).toBe(period.from)
    expect(stretches.at(-1)?.until).toBe(period.until)
    expect(stretches.slice(1).map(({ from }) => from)).toEqual(
      stretches.slice(0, -1).map(({ until }) => until),
    )
  })
})

describe('stretches under all packs', () => {
  const law = compileLaw(shipped())
  const start = at('2026-10-28T05:00')
  const moment = fc
    .integer({ min: -20 * 24 * 60, max: 9 * 24 * 60 })
    .map((minutes) => start + minutes * MINUTE)
  const known = fc
    .record({
      zones: fc.constantFrom<string[][]>(
        [NEW_YORK],
        [NEW_YORK, 'America/Los_Angeles'],
        ['Asia/Shanghai'],
        ['Europe/London'],
      ),
      regions: fc.constantFrom<string[][]>(
        ['US-DC'],
        ['US-MA', 'US-NY-NYC'],
        ['CN'],
        ['GB-ENG'],
        ['US-*'],
        ['AU'],
        ['PH'],
      ),
      history: fc.array(
        fc.record({ when: moment, channel: fc.constantFrom('call', 'sms', 'visit' as const) }),
        { maxLength: 12 },
      ),
      consents: fc.array(moment, { maxLength: 3 }),
      held: moment,
    })
    .map(({ zones, regions, history, consents, held }) =>
      file({
        zones,
        regions,
        closed: [{ days: 'mon-wed', hours: ['12:30', '14:00'] }],
        history: history.map(({ when, channel }) => past(when, { channel, outcome: 'conversation' })),
        evidence: consents.flatMap((when) => [
          shown('consent.sms', { at: when, until: when + 3 * DAY_MS }),
          shown('validation.sent_or_due_within_5d', { at: when }),
        ]),
        statuses: [status('optout', '2026-01-01T00:00', { at: held, lifted: held + DAY_MS })],
      }),
    )
  const asked = fc.record({
    channel: fc.constantFrom('call', 'sms', 'visit' as const),
    durationMinutes: fc.constantFrom(0, 45),
    dpd: fc.integer({ min: 10, max: 16 }),
  })

  it('the stretches say at every instant what the law says at it', () => {
    fc.assert(
      fc.property(
        known,
        asked,
        fc.array(fc.nat(7 * DAY_MS - 1), { minLength: 20 }),
        (person, facets, instants) => {
          const contact = question(start, facets)
          const stretches = legalStretches(contact, person, law, { from: start, until: start + 7 * DAY_MS })
          const edges = stretches.flatMap(({ from, until }) => [from, from + 1, until - 1])
          for (const when of [...instants.map((offset) => start + offset), ...edges]) {
            const { refusals } = judgeAt(postponed(contact, when, person), person, law)
            const stretch = stretches.find(({ from, until }) => when >= from && when < until)
            expect([isoOf(when), stretch?.refusals.map(({ rule }) => rule)]).toEqual([
              isoOf(when),
              refusals.map(({ rule }) => rule),
            ])
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})

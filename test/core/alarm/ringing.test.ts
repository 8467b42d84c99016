import { describe, expect, it } from 'vitest'
import { ALARM, alarmFile, ALARMS } from '../../../src/core/alarm/alarms.ts'
import { daysLeft } from '../../../src/core/alarm/calendars.ts'
import { isMissed } from '../../../src/core/alarm/missed-run.ts'
import { judgeAlarms } from '../../../src/core/alarm/ringing.ts'
import { standingStill } from '../../../src/core/alarm/standing-still.ts'
import { DAY_MS, MINUTE } from '../../../src/core/base/time.ts'

const NOON = Date.parse('2026-03-02T12:00:00Z')

describe('an alarm', () => {
  it.each(ALARMS)('%s says when it rings, by which gauge, and what to do', (name) => {
    const { metric, limit, ringsAfter, wayOut, labels } = alarmFile(name)
    expect(metric).toMatch(/^arrears_[a-z_]+$/)
    expect(wayOut.length).toBeGreaterThan(20)
    expect(ringsAfter).toBeLessThanOrEqual(3600)
    const at = (measure: number) =>
      judgeAlarms({ [name]: [{ place: {}, measure }] }, { virtual: false })[0]?.rings
    const edge = 'above' in limit ? limit.above : limit.below
    expect(at(edge)).toBe(false)
    expect(at('above' in limit ? edge + 1 : edge - 1)).toBe(true)
    if (metric.endsWith('_seconds') && !metric.includes('skew')) expect({ above: ringsAfter }).toEqual(limit)
    const place = Object.fromEntries(labels.map((label) => [label, `the ${label}`]))
    for (const label of labels) expect(alarmFile(name).says(place, 3)).toContain(`the ${label}`)
  })

  it('no two alarms share a gauge', () => {
    expect(new Set(ALARMS.map((name) => alarmFile(name).metric)).size).toBe(ALARMS.length)
  })

  it('virtual time silences those that only the real clock can tell', () => {
    const judged = judgeAlarms(
      {
        worker_silent: [{ place: { worker: 'detect' }, measure: 500 }],
        stuck_cases: [{ place: {}, measure: 1 }],
      },
      { virtual: true },
    )
    expect(judged.map(({ alarm, rings, fails }) => [alarm, rings, fails])).toEqual([
      ['worker_silent', false, false],
      ['stuck_cases', true, false],
    ])
    expect(ALARM.worker_silent.fails).toBe(true)
  })
})

describe('standing still', () => {
  it('a worker that works through old work does not, one that does nothing does for as long as both are so', () => {
    const still = standingStill(
      [
        { worker: 'decide', seconds: 900 },
        { worker: 'relay', seconds: 900 },
        { worker: 'sms', seconds: 30 },
        { worker: 'detect', seconds: 300 },
      ],
      new Map([
        ['decide', NOON - 1_000],
        ['relay', NOON - 5 * MINUTE],
        ['sms', NOON - DAY_MS],
      ]),
      NOON,
    )
    expect(still.map(({ place, measure }) => [place['worker'], measure])).toEqual([
      ['decide', 1],
      ['relay', 300],
      ['sms', 30],
      ['detect', 300],
    ])
  })
})

describe('a run that was missed', () => {
  const due = NOON - 5 * MINUTE
  const run = (beganAt: number | null, ranAt: number | null, askedAt: number | null = null) => ({
    beganAt,
    ranAt,
    askedAt,
  })
  it.each([
    ['it never ran', null, true],
    ['the one before it ended', run(due - DAY_MS, due - DAY_MS), true],
    ['it ended', run(due, due), false],
    ['it is under way', run(due, due - DAY_MS), false],
    ['it began long ago and never ended', run(due - 20 * MINUTE, due - DAY_MS), true],
    ['it ended, and somebody asked since', run(due, due, due + MINUTE), true],
    ['somebody asked before it ran', run(due, due, due - MINUTE), false],
  ])('%s', (_, last, missed) => {
    expect(isMissed(due, last, NOON)).toBe(missed)
  })

  it('a wake takes its way, but whoever asked waits for no timetable', () => {
    expect(isMissed(NOON - 1_000, run(due, due), NOON)).toBe(false)
    expect(isMissed(NOON - 1_000, run(due, due, NOON - 500), NOON)).toBe(true)
  })
})

describe('a calendar that ends', () => {
  const calendar = (name: string, years: number[]) => ({
    calendar: name,
    years,
    holidays: [],
    workdays: [],
    source: '',
  })
  const pack = (name: string, residence: string) =>
    ({
      pack: name,
      layer: 'national',
      binds: { residence: [residence] },
      clock: { calendar: name },
      rules: [],
    }) as never
  const law = {
    packs: [pack('it', 'IT'), pack('th', 'TH'), pack('ru', 'RU'), pack('br', 'BR')],
    calendars: [
      calendar('it', [2026, 2027, 2029]),
      calendar('th', [2026]),
      calendar('ru', [2025]),
      calendar('br', [2026]),
    ],
  }

  it('the end is that of the years in a row that open cases go by', () => {
    const residents = ['IT', 'TH', 'RU'].map((region) => ({ regions: [region], actor: null, product: null }))
    expect(daysLeft(law, residents, '2026-12-01')).toEqual([
      { place: { calendar: 'it' }, measure: 395 },
      { place: { calendar: 'th' }, measure: 30 },
      { place: { calendar: 'ru' }, measure: 0 },
    ])
  })
})

import { expect, test } from 'vitest'
import { packOverview } from '../../../../src/core/compliance/told/overview.ts'
import { packOf, shipped, type TestRule } from '../../../support/law.ts'

const window: TestRule = {
  kind: 'window',
  parameters: { open: [{ days: 'workday', hours: ['08:00', '21:00'] }] },
}
const cap: TestRule = {
  kind: 'cap',
  parameters: { max: 1, per: ['person'], counts: 'attempt', span: { days: 7 } },
}
const pack = packOf(
  [
    { ...window, inForceFrom: '2026-09-01' },
    { ...cap, inForceUntil: '2026-08-31', state: 'draft', evidenceLevel: 'memory' },
    { ...cap, evidenceLevel: 'official', sources: ['read'], state: 'active' },
  ],
  { clock: { zone: 'debtor', calendar: 'moon' } },
)
const seen = (day: string) => packOverview(pack, day, [])

test('rules are counted by kind, state and how well the text is known', () => {
  expect(seen('2026-01-01')).toMatchObject({
    rules: 3,
    kinds: { window: 1, cap: 2 },
    states: { policy: 1, draft: 1, active: 1 },
    evidence: { policy: 1, memory: 1, official: 1 },
  })
})

test('the first and the last date of a rule belong to it', () => {
  expect(seen('2026-08-31').force).toEqual({ now: 2, later: 1, ended: 0 })
  expect(seen('2026-08-31').nextChange).toEqual({ on: '2026-09-01', rules: ['XX-T1', 'XX-T2'] })
  expect(seen('2026-09-01').force).toEqual({ now: 2, later: 0, ended: 1 })
  expect(seen('2026-09-01').nextChange).toBeNull()
})

test('a calendar is told with the last year that it knows, or as missing', () => {
  expect(seen('2026-01-01').calendar).toEqual({ name: 'moon', lastYear: null })
  const moon = { calendar: 'moon', years: [2026, 2025], holidays: [], workdays: [], source: 'invented' }
  expect(packOverview(pack, '2026-01-01', [moon]).calendar).toEqual({ name: 'moon', lastYear: 2026 })
})

test('the shipped law that waits for its day: New York City and the revocation for all calls', () => {
  const { packs, calendars } = shipped()
  const changeOf = (name: string, day: string) => {
    const found = packs.find((one) => one.pack === name)
    return found && packOverview(found, day, calendars).nextChange
  }
  expect(changeOf('us-nyc', '2026-08-31')).toMatchObject({ on: '2026-09-01' })
  expect(changeOf('us-fed-tcpa', '2026-12-31')).toEqual({ on: '2027-01-31', rules: ['US-T-03'] })
})

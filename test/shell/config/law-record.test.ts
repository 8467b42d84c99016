import { expect, test } from 'vitest'
import { contentHash } from '../../../src/shell/config/content-hash.ts'
import { lawChanges, lawRecord, TZDATA } from '../../../src/shell/config/law-record.ts'
import { packOf } from '../../support/law.ts'

const window = { kind: 'window', parameters: { open: [{ days: 'daily', hours: ['08:00', '21:00'] }] } }
const clock = { zone: 'debtor', calendar: 'moon' }
const moon = { calendar: 'moon', years: [2026], holidays: [], workdays: [], source: 'invented' }
const law = {
  packs: [packOf([window], { clock }), packOf([window], { pack: 'xx-other' })],
  calendars: [moon],
}

test('the record names pack, version and hash, the calendars they ask, and the time zone data', () => {
  const { record, hash } = lawRecord(law, ['xx-test'])
  expect(record).toEqual({
    packs: [{ pack: 'xx-test', version: '2026.01.01', hash: law.packs[0]?.hash }],
    calendars: [{ calendar: 'moon', hash: contentHash(moon) }],
    tzdata: process.versions['tz'],
  })
  expect(hash).toBe(contentHash(record))
  expect(lawRecord(law, ['xx-test', 'xx-other']).hash).not.toBe(hash)
  expect(lawRecord({ ...law, calendars: [] }, ['xx-test']).record.calendars).toEqual([
    { calendar: 'moon', hash: null },
  ])
})

test('the same law and the same time zone data would judge the same', () => {
  expect(lawChanges(lawRecord(law, ['xx-test', 'xx-other']).record, law)).toEqual([])
})

test('other time zone data is told: what was judged then has to be judged anew', () => {
  const then = { ...lawRecord(law, ['xx-test']).record, tzdata: '2024a' }
  expect(lawChanges(then, law)).toEqual([`time zone data was 2024a, this machine has ${TZDATA}`])
})

test('a pack or a calendar that changed, or is gone, is told', () => {
  const { record } = lawRecord(law, ['xx-test', 'xx-other'])
  const other = packOf([window, window], { clock, version: '2027.01.01' })
  const longer = { ...moon, years: [2026, 2027] }
  expect(lawChanges(record, { packs: [other], calendars: [longer] })).toEqual([
    'xx-test 2026.01.01 is now 2027.01.01, with another text',
    'xx-other 2026.01.01 is no longer there',
    'the calendar moon has changed',
  ])
})

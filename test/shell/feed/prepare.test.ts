import { expect, test } from 'vitest'
import { parseFact } from '../../../src/core/fact/parse.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { validateRow } from '../../../src/shell/feed/validate.ts'
import { countryOfZone } from '../../../src/shell/feed/zones.ts'
import { clearVault } from '../../../src/shell/replay/memory/record/vault.ts'
import { opened } from '../record/facts.ts'

function placeOf(given: Record<string, unknown>): { regions: string[]; zones: string[] } {
  const read = parseFact(opened('A1', { region: undefined, zone: undefined, phone: undefined, ...given }))
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return prepareWith(clearVault)({ fact: read.fact, source: 'ledger' }).prepared
}

test('candidates are the countries of the zones and the numbers; none at all is anywhere', () => {
  expect(placeOf({ phone: '+12025550100' }).regions).toEqual(['US-*'])
  expect(placeOf({ zone: 'Asia/Calcutta' }).regions).toEqual(['IN-*'])
  expect(placeOf({ zone: ['Asia/Kolkata', 'US/Eastern'] }).regions).toEqual(['IN-*', 'US-*'])
  expect(placeOf({ zone: 'Europe/Berlin', phone: '+8617000000001' }).regions).toEqual(['CN-*', 'DE-*'])
  expect(placeOf({ zone: 'UTC' }).regions).toEqual([])
  expect(placeOf({ phone: 'unlisted' }).regions).toEqual([])
})

test('a number that several countries share points to all of them, and so do their zones', () => {
  const { regions, zones } = placeOf({ phone: '+447700900123' })
  expect(regions).toEqual(['GB-*', 'GG-*', 'IM-*', 'JE-*'])
  expect(zones).toContain('Europe/London')
  expect(zones).not.toContain('Asia/Shanghai')
})

test('a residence that was given stands, down to a city, whatever the number says', () => {
  expect(placeOf({ region: 'us-ny-nyc', phone: '+447700900123' }).regions).toEqual(['US-NY-NYC'])
  expect(placeOf({ region: ['US', 'Mars'], phone: '+8617000000001' }).regions).toEqual(['US'])
  expect(placeOf({ region: 'Mars', phone: '+8617000000001' }).regions).toEqual(['CN-*'])
})

test('an e-mail address is kept as it is written to', () => {
  const points = [{ kind: 'email', value: ' mailto:Lin@Mail.example ' }]
  const read = parseFact(opened('A1', { phone: undefined, points }))
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  const { prepared } = prepareWith(clearVault)({ fact: read.fact, source: 'ledger' })
  const [reading] = prepared.points.flatMap(({ readings }) => readings)
  expect(reading?.valid && Buffer.from(reading.value.value).toString()).toBe('Lin@Mail.example')
})

test('a zone that is named for no place names no country', () => {
  expect(['America/New_York', 'Asia/Urumqi', 'Pacific/Honolulu', 'Europe/Kiev'].map(countryOfZone)).toEqual([
    'US',
    'CN',
    'US',
    'UA',
  ])
  expect(['UTC', 'Etc/GMT+5', 'EST'].map(countryOfZone)).toEqual([null, null, null])
})

test('a line that says more than facts could say is refused, and nothing of it is left out', () => {
  const how = { asOf: '2026-03-01', source: 'ledger', prepare: prepareWith(clearVault) }
  const told = (kind: 'payments' | 'contacts', row: Record<string, string>) =>
    validateRow({ account: 'A1', ...row }, 2, { kind, ...how }).problems.map(({ code, column }) => [
      code,
      column,
    ])
  const money = { payment: 'P1', amount: '10.00', paid_at: '2026-02-20' }
  expect(told('payments', { ...money, reversed_at: '2026-02-21', reversed_amount: '4.00' })).toEqual([])
  expect(told('payments', { ...money, reversed_amount: '4.00' })).toEqual([
    ['missing_value', 'reversed_amount'],
  ])
  for (const kind of ['credit', 'write_off', 'refund'])
    expect(told('payments', { ...money, kind, reversed_at: '2026-02-21' })).toEqual([
      ['bad_value', 'reversed_at'],
    ])
  const call = { channel: 'call', at: '2026-02-20T15:00:00Z', disposition: 'promise' }
  expect(told('contacts', { ...call, promise_kind: 'long' })).toEqual([['missing_value', 'promise_kind']])
})

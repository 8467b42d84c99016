import { expect, test } from 'vitest'
import { parseFact } from '../../../src/core/fact/parse.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
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

test('a zone that is named for no place names no country', () => {
  expect(['America/New_York', 'Asia/Urumqi', 'Pacific/Honolulu', 'Europe/Kiev'].map(countryOfZone)).toEqual([
    'US',
    'CN',
    'US',
    'UA',
  ])
  expect(['UTC', 'Etc/GMT+5', 'EST'].map(countryOfZone)).toEqual([null, null, null])
})

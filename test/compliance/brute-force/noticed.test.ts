import { expect, test } from 'vitest'
import type { Pack, Rule } from '../../../src/core/compliance/pack/pack.ts'
import { countriesFrom, seen, underLoad } from '../../support/dialer/under-load.ts'

/** The test of the test: an engine whose packs are wrong by one is found out by the count of hand. */
type Spoil = Partial<Record<string, (rule: Rule) => Rule>>

const max = (by: number) => (rule: Rule) =>
  rule.kind === 'cap' ? { ...rule, parameters: { ...rule.parameters, max: rule.parameters.max + by } } : rule
const days = (count: number) => (rule: Rule) =>
  rule.kind === 'gap' ? { ...rule, parameters: { ...rule.parameters, atLeast: { days: count } } } : rule
const until = (hour: string) => (rule: Rule) =>
  rule.kind === 'window'
    ? { ...rule, parameters: { ...rule.parameters, open: [{ days: 'daily', hours: slot(hour) }] } }
    : rule
const slot = (hour: string): [string, string] => ['08:00', hour]

async function dialled(spoil: Spoil) {
  const change = (pack: Pack): Pack => ({
    ...pack,
    rules: pack.rules.map((rule) => spoil[rule.rule]?.(rule) ?? rule),
  })
  const countries = countriesFrom('2026-03-02', 'KR', 'US-MA', 'RU', 'CL')
  const runs = await underLoad({ house: false, countries, days: 3, change })
  return new Map(runs.map(seen).map((one) => [one.country, one]))
}

test('a ceiling or an hour too much is noticed', async () => {
  const runs = await dialled({ 'KR-07': until('22:00'), 'MA-01': max(1), 'RU-4D': max(1), 'CL-03': days(1) })
  const found = (country: string) => runs.get(country)?.breaches.join('\n')
  expect(found('KR')).toMatch(/KR-07: \w+ at 2026-03-0\dT12:/)
  expect(found('US-MA')).toContain('MA-01')
  expect(found('RU')).toContain('RU-4D')
  expect(found('CL')).toContain('CL-03')
})

test('a ceiling or an hour too little is noticed', async () => {
  const runs = await dialled({
    'KR-07': until('20:00'),
    'MA-01': max(-1),
    'RU-4D': max(-1),
    'CL-03': days(3),
  })
  const found = (country: string) => runs.get(country)?.needless.join('\n')
  expect(found('KR')).toMatch(/KR-07: \w+ at 2026-03-0\dT11:/)
  expect(found('US-MA')).toContain('MA-01')
  expect(found('RU')).toContain('RU-4D')
  expect(found('CL')).toContain('CL-03')
})

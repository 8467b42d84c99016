import { expect, test } from 'vitest'
import {
  accountIn,
  debtorIn,
  FACTS,
  type FactInput,
  isBrakeFact,
  isFactType,
  isOfNobody,
  NAME_FIELDS,
  nameFields,
  releasesBrake,
} from '../../../src/core/fact/fact.ts'
import { FACT_TYPES, parseFact } from '../../../src/core/fact/parse.ts'

const problemsOf = (given: unknown) => {
  const read = parseFact(given)
  return 'problems' in read ? read.problems.map(({ code, path }) => `${code} ${path}`) : []
}
const kindsWhere = (holds: (fact: FactInput) => boolean) =>
  FACT_TYPES.filter((type) => holds({ type } as FactInput))

test('a file and a brake are of nobody’s account, and only a release lets go on', () => {
  expect(kindsWhere(isOfNobody)).toEqual(['feed.completed', 'brake.set', 'brake.released'])
  expect(kindsWhere(isBrakeFact)).toEqual(['brake.set', 'brake.released'])
  expect(kindsWhere(releasesBrake)).toEqual(['brake.released'])
})

test('a kind of fact is one of its own names only', () => {
  expect(['payment.received', 'toString', ''].map(isFactType)).toEqual([true, false, false])
})

test('the account and the debtor of a fact are read where it names them', () => {
  const named = (fact: Record<string, unknown>) => [accountIn(fact as never), debtorIn(fact as never)]
  expect(named({ account: 'A1', debtor: 'D1' })).toEqual(['A1', 'D1'])
  expect(named({})).toEqual([undefined, undefined])
})

test('fields that hold names, alone or in a list, are known', () => {
  const of = (type: string) => {
    const schema = FACTS.find(({ shape }) => (shape.type.value as string) === type)
    return schema ? nameFields(schema) : []
  }
  expect(of('payment.received')).toEqual(expect.arrayContaining(['account', 'payment', 'obligation', 'key']))
  expect(of('payment.received')).not.toContain('amount')
  expect(of('hold.placed')).toContain('accounts')
  expect(NAME_FIELDS.has('promise')).toBe(true)
  expect(NAME_FIELDS.has('at')).toBe(false)
})

test('a message from a number may name nobody, and no other contact may', () => {
  const said = {
    type: 'contact.recorded',
    at: '2026-01-01T00:00:00Z',
    channel: 'sms',
    disposition: 'replied',
  }
  const number = '+12025550100'
  expect(problemsOf({ ...said, direction: 'in', point: number })).toEqual([])
  for (const more of [
    { direction: 'in' },
    { direction: 'in', point: 7 },
    { point: number },
    { direction: 'out', point: number },
  ])
    expect(problemsOf({ ...said, ...more })).toEqual(['missing_account account'])
})

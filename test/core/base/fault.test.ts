import { expect, test } from 'vitest'
import { faultCode, isAway, isRowFault, LostValue } from '../../../src/core/base/fault.ts'

const pg = (code: string): Error => Object.assign(new Error('said by the server'), { code })

test.each([
  '0A000',
  '22008',
  '22007',
  '22003',
  '22021',
  '22P02',
  '22P05',
  '22023',
  '23505',
  '23514',
  '54000',
  'P0001',
  'XX001',
])('Postgres says %s of a row', (code) => expect(isRowFault(pg(code))).toBe(true))

test.each([
  '08006',
  '40001',
  '40P01',
  '53100',
  '53200',
  '53300',
  '55P03',
  '57014',
  '57P01',
  '57P03',
  '42501',
  '25006',
])('Postgres says %s of itself', (code) => expect(isRowFault(pg(code))).toBe(false))

test.each([
  'Connection terminated unexpectedly',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
  'Cannot use a pool after calling end on the pool',
  "Stream isn't writeable and enableOfflineQueue options is false",
  'Array buffer allocation failed',
])('%s is about nobody’s row', (message) => expect(isRowFault(new Error(message))).toBe(false))

test('a zone that is unknown, a broken value and a bug are of the row that met them', () => {
  expect(isRowFault(new RangeError('unknown time zone Nowhere/Land'))).toBe(true)
  expect(isRowFault(new LostValue('key_missing', 'k0'))).toBe(true)
  expect(isRowFault(new TypeError('x is not a function'))).toBe(true)
})

test('the code is a word and never the text', () => {
  expect(faultCode(pg('22008'))).toBe('22008')
  expect(faultCode(new RangeError('Jane Doe, +12025550123'))).toBe('RangeError')
  expect(faultCode(Object.assign(new Error('x'), { code: 'a text with spaces' }))).toBe('Error')
  expect(faultCode('Jane')).toBe('Error')
})

test.each([
  '08006',
  '40P01',
  '53300',
  '55P03',
  '57P01',
  '57P03',
  '25P03',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EPIPE',
])('what fails with %s may be sent again later', (code) => expect(isAway(pg(code))).toBe(true))

test.each(['42501', '42P01', '23505', '22P02', '28P01', '26000', 'XX001'])(
  'what fails with %s is a defect or a bad row, and no outage',
  (code) => expect(isAway(pg(code))).toBe(false),
)

test('what the driver says without a code is an outage, and a slip of our own is none', () => {
  for (const words of [
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
  ])
    expect(isAway(new Error(words))).toBe(true)
  expect(isAway(new TypeError('the connection is not a function'))).toBe(false)
  expect(isAway(new Error('the bill was not stored'))).toBe(false)
})

import { describe, expect, it } from 'vitest'
import { FACT_TYPES, parseFact } from '../../../src/core/fact/parse.ts'

const at = '2026-01-01T00:00:00Z'
const payment = { type: 'payment.received', at, account: 'A1', payment: 'P1', amount: '5' }
const wish = { type: 'preference.set', at, debtor: 'D1' }
const opened = { type: 'account.opened', at, account: 'A1', debtor: 'D1', creditor: 'a', currency: 'USD' }
const hold = { type: 'hold.placed', at, account: 'A1', hold: 'H', reason: 'other' }
const consent = { type: 'consent.given', at, debtor: 'D1', consent: 'sms' }
const completed = { type: 'feed.completed', at, creditor: 'a', asOf: '2026-01-01' }

const problemsOf = (given: unknown): unknown[] => {
  const read = parseFact(given)
  return 'problems' in read ? read.problems : []
}
const NAME =
  'is not a name of characters that can be seen; zero-width, control and direction marks are refused'

/** What stands here is what the sender of a row reads. */
describe('a row that is no fact is told what is wrong with it', () => {
  it.each([
    ['it is no object', 7, 'bad_fact', undefined, 'a fact is one JSON object'],
    ['it is no kind of fact', { at }, 'missing_field', 'type', 'type is missing'],
    ['its kind is a number', { at, type: 7 }, 'missing_field', 'type', 'type is missing'],
    [
      'a field is missing',
      { ...payment, payment: undefined },
      'missing_field',
      'payment',
      'payment is missing',
    ],
    [
      'nobody is named',
      { ...payment, account: undefined },
      'missing_account',
      'account',
      'account is missing',
    ],
    [
      'neither of two is named',
      { type: 'cease.received', at },
      'missing_account',
      'account',
      'neither account nor debtor is given',
    ],
    ['a name is empty', { ...payment, payment: '' }, 'bad_id', 'payment', `payment: ${NAME}`],
    [
      'a name is a number',
      { ...payment, payment: 7 },
      'bad_id',
      'payment',
      'payment: Invalid input: expected string',
    ],
    ['a name of a list', { ...hold, accounts: [''] }, 'bad_value', 'accounts[0]', `accounts[0]: ${NAME}`],
    [
      'a field is none of its kind',
      { ...payment, zzzzzzzz: 1 },
      'unknown_field',
      'zzzzzzzz',
      'zzzzzzzz is no field of this type',
    ],
    [
      'a field within a field is near one of its kind',
      { ...wish, closed: [{ days: 'mon', hours: null, accounts: 1 }] },
      'unknown_field',
      'closed[0].accounts',
      'accounts is no field of this type',
    ],
  ])('%s', (_, given, code, path, message) => {
    expect(problemsOf(given)).toEqual([
      { code, ...(path !== undefined && { path }), message, suggestion: expect.any(String) },
    ])
  })

  it.each([
    [
      'a field is misspelt',
      { ...payment, acount: 1 },
      'unknown_field',
      'acount',
      'acount is no field of this type',
      'did you mean account?',
    ],
    [
      'a kind is misspelt',
      { ...payment, type: 'payment.recieved' },
      'unknown_type',
      'type',
      'no fact is of type payment.recieved',
      'did you mean payment.received?',
    ],
    [
      'a kind is none',
      { ...payment, type: 'nonsense' },
      'unknown_type',
      'type',
      'no fact is of type nonsense',
      `one of ${FACT_TYPES.join(', ')}`,
    ],
    [
      'an amount is a number',
      { ...payment, amount: 5 },
      'bad_amount',
      'amount',
      'amount: Invalid input: expected string',
      'a plain decimal in quotes, such as "55.94": no exponent, sign or separator',
    ],
    [
      'an instant is none',
      { ...payment, at: 'today' },
      'bad_instant',
      'at',
      'at: is not an instant with an offset, of the years 1900 to 2199',
      'an instant with an offset of the years 1900 to 2199, such as 2026-03-01T09:00:00Z',
    ],
    [
      'a place is none',
      { ...wish, places: ['gym'] },
      'bad_value',
      'places[0]',
      'places[0]: is not one of home, work, public, sensitive, other, unlisted',
      'of home, work, public, sensitive, other, unlisted',
    ],
    [
      'an end lies before the fact',
      { ...consent, until: '2025-12-31T23:59:59Z' },
      'ends_before',
      'until',
      'the end lies before the fact itself',
      'look at the year; leave it out where there is no end',
    ],
    [
      'a file is of a day after itself',
      { ...completed, asOf: '2026-01-03' },
      'bad_date',
      'asOf',
      'asOf lies after the instant of the fact itself',
      'asOf: the day or instant whose figures the file holds',
    ],
    [
      'a wish is none',
      wish,
      'missing_field',
      'closed',
      'no preference is given',
      'closed: the inconvenient hours, or places: the inconvenient places; [] = none any more',
    ],
    [
      'an answer answers nothing',
      { type: 'task.resolved', at, account: 'A1', answer: 'done' },
      'missing_field',
      'step',
      'the fact does not say what it answers',
      'step: the step that was asked about, or kind: what was asked; `arrears tasks list` shows both',
    ],
    [
      'something is past due since nobody knows when',
      { type: 'account.snapshot', at, account: 'A1', pastDue: '5', oldestDueOn: null },
      'bad_snapshot',
      'oldestDueOn',
      'an amount is past due, but the oldest due date is not given',
      'give the oldest unpaid due date, or past due 0',
    ],
  ])('%s, and what to do', (_, given, code, path, message, suggestion) => {
    expect(problemsOf(given)).toEqual([{ code, path, message, suggestion }])
  })

  it('an end at the instant of the fact, and a file of its own day, are fine', () => {
    expect(problemsOf({ ...consent, until: at })).toEqual([])
    expect(problemsOf(completed)).toEqual([])
  })

  it('a word that is none of a list is told the list', () => {
    expect(problemsOf({ ...opened, product: 'fish' })).toMatchObject([
      {
        code: 'bad_value',
        message: expect.stringMatching(/^product: is not one of \w+, .*, other$/) as string,
      },
    ])
  })

  it('a field is called by its name where that is short and has no figures, else not at all', () => {
    const called = (field: string) => problemsOf({ ...payment, [field]: 1 })
    const named = (path: string) => [expect.objectContaining({ path, code: 'unknown_field' })]
    for (const field of ['zzz_zz.zz-Z', 'z'.repeat(40)]) expect(called(field)).toEqual(named(field))
    for (const field of ['1zzz', 'zzz1', 'z z', 'z'.repeat(41), '?', ''])
      expect(called(field)).toEqual(named('this'))
  })

  it('no row is told more than twenty problems, whatever they are', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`zzz${'z'.repeat(index)}`, 1]))
    expect(problemsOf({ ...payment, amount: 'x', ...many })).toHaveLength(20)
  })
})

describe('a field that is read in another form', () => {
  const warned = (given: unknown) => {
    const read = parseFact(given)
    return 'fact' in read ? read.warnings : []
  }

  it('its sender is told why and what to do', () => {
    expect(warned({ ...payment, payment: ' P1' })).toEqual([
      {
        code: 'id_changed',
        path: 'payment',
        message: 'payment was read without blanks around it and in Unicode form NFC',
        suggestion: 'send it in one form always',
      },
    ])
    expect(warned({ ...opened, locale: '??' })).toEqual([
      {
        code: 'unknown_locale',
        path: 'locale',
        message: 'the locale names no language: counted as not given',
        suggestion: 'a language, and where it matters a country, such as en or zh-CN',
      },
    ])
    const shot = { type: 'account.snapshot', at, account: 'A1', pastDue: '5', oldestDueOn: '9999-12-31' }
    expect(warned({ ...shot, pastDue: '0' })).toEqual([
      {
        code: 'no_date',
        path: 'oldestDueOn',
        message: 'the oldest due date was read as none',
        suggestion: 'write null where nothing is past due',
      },
    ])
  })
})

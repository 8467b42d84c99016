import { describe, expect, test } from 'vitest'
import { parseFact } from '../../../src/core/fact/parse.ts'

const payment = {
  type: 'payment.received',
  at: '2026-01-01T00:00:00Z',
  account: 'A1',
  payment: 'P1',
  amount: '55.94',
}
const account = {
  type: 'account.opened',
  at: '2026-01-01T00:00:00Z',
  account: 'A1',
  debtor: 'D1',
  creditor: 'acme',
  currency: 'USD',
}

const wish = { type: 'preference.set', at: '2026-01-01T00:00:00Z', debtor: 'D1' }

const bill = {
  type: 'obligation.billed',
  at: payment.at,
  account: 'A1',
  obligation: 'o',
  dueOn: '2026-02-01',
  amount: '5',
}
const shot = {
  type: 'account.snapshot',
  at: payment.at,
  account: 'A1',
  pastDue: '5',
  oldestDueOn: '2026-01-01',
}
const cease = { type: 'cease.received', at: payment.at, debtor: 'D1' }
const codesOf = (given: unknown): (string | null)[] => {
  const read = parseFact(given)
  return 'problems' in read ? read.problems.map(({ code, path }) => `${code} ${path ?? ''}`.trim()) : []
}
const warned = (given: unknown): unknown[] => {
  const read = parseFact(given)
  return 'fact' in read ? read.warnings.map(({ code, path }) => [code, path]) : [read.problems]
}

describe('a door is as narrow as the store', () => {
  test.each([
    ['bad_instant at', { ...payment, at: '0001-01-01T00:00:00+14:00' }],
    ['bad_instant at', { ...payment, at: '9999-12-31T23:59:59Z' }],
    ['bad_instant at', { ...payment, at: '1900-01-01T00:30:00+01:00' }],
    ['bad_instant at', { ...payment, at: '2199-12-31T23:30:00-01:00' }],
    ['bad_instant at', { ...payment, at: '+010000-01-01T00:00:00Z' }],
    ['bad_instant at', { ...payment, at: '2026-01-01T24:30:00Z' }],
    ['bad_instant recorded', { ...payment, recorded: '1899-12-31T00:00:00Z' }],
    ['bad_date dueOn', { ...bill, dueOn: '9999-12-31' }],
    ['bad_date dueOn', { ...bill, dueOn: '0001-01-01' }],
    ['bad_date dueOn', { ...bill, dueOn: '2200-01-01' }],
    ['bad_date until', { ...cease, type: 'hold.placed', hold: 'H', reason: 'other', until: '9999-12-31' }],
    ['bad_text payment', { ...payment, payment: 'P\u0000' }],
    ['bad_text payment', { ...payment, payment: 'P\ud800' }],
    ['bad_text this', { ...payment, 'a\u0000': 1 }],
    ['bad_text points[0].value', { ...account, points: [{ kind: 'email', value: 'a\udc00@b.c' }] }],
    ['bad_text reason', { ...payment, type: 'dispute.opened', dispute: 'X', reason: 'no\u0000' }],
    ['bad_id payment', { ...payment, payment: ' \t ' }],
    ['bad_id payment', { ...payment, payment: '' }],
    ['bad_id payment', { ...payment, payment: 'P\u200b1' }],
    ['bad_id payment', { ...payment, payment: '\ufeffP1' }],
    ['bad_id payment', { ...payment, payment: 'P\u00ad1' }],
    ['bad_id account', { ...payment, account: '\u202eA1' }],
    ['bad_id account', { ...payment, account: 'A\n1' }],
    ['bad_id key', { ...payment, key: 'k\u2066' }],
    [
      'bad_value score',
      { ...shot, type: 'score.changed', pastDue: undefined, oldestDueOn: undefined, score: Infinity },
    ],
    ['bad_value value', { ...cease, type: 'evidence.recorded', evidence: 'x', value: Number.NaN }],
    ['ends_before until', { ...cease, type: 'consent.given', consent: 'sms', until: '2025-01-01T00:00:00Z' }],
  ])('%s', (code, given) => expect(codesOf(given)).toContain(code))

  test.each([
    '2026-12-31T23:59:60Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00.123456789+01:00',
    '1900-01-01T00:00:00Z',
    '2199-12-31T23:59:59.999Z',
  ])('an instant at the edge of what can be written is read: %s', (at) => {
    const read = parseFact({ ...payment, at })
    expect('fact' in read && new Date(read.fact.at).toISOString()).toMatch(/^\d{4}-/)
  })

  test('an instant is kept as it was written, unless only this engine reads it that way', () => {
    const kept = (at: string) => {
      const read = parseFact({ ...payment, at })
      return 'fact' in read && read.fact.at
    }
    expect(kept('2026-01-01T01:00:00+01:00')).toBe('2026-01-01T01:00:00+01:00')
    expect(kept('2026-12-31T23:59:60Z')).toBe('2026-12-31T23:59:59.999Z')
  })

  test('a name is read trimmed and in NFC, and the sender is told', () => {
    const read = parseFact({ ...payment, account: ' A\u0308-1\t', payment: 'P1' })
    expect(read).toMatchObject({
      fact: { account: '\u00c4-1', payment: 'P1' },
      was: { account: ' A\u0308-1\t' },
      warnings: [{ code: 'id_changed', path: 'account' }],
    })
  })

  test('names in a list are read as names', () => {
    const hold = { ...cease, type: 'hold.placed', hold: 'H', reason: 'attorney', accounts: ['A1 ', 'A2'] }
    expect(parseFact(hold)).toMatchObject({ fact: { accounts: ['A1', 'A2'] } })
    expect(warned(hold)).toEqual([['id_changed', 'accounts']])
    expect(warned({ ...hold, accounts: ['A1', 'A2'] })).toEqual([])
  })

  test.each(['en', 'zh-CN', 'zh_CN', 'sr-Latn-RS', 'de-DE-1996'])(
    'a locale that names a language: %s',
    (locale) => {
      expect(parseFact({ ...account, locale })).toMatchObject({ fact: { locale }, warnings: [] })
    },
  )

  test.each(['Deutsch (DE)', 'und', '--', 'en_US.UTF-8', 'x'.repeat(35), '\u{1f4a9}'])(
    'a locale that names none is not kept, and the sender is told: %s',
    (locale) => {
      const read = parseFact({ ...account, locale })
      expect('fact' in read && read.fact).toEqual(account)
      expect(warned({ ...account, locale })).toEqual([['unknown_locale', 'locale']])
    },
  )

  test('a bill without a due date hears what to write instead', () => {
    const read = parseFact({ ...bill, dueOn: '9999-12-31' })
    expect('problems' in read && read.problems[0]?.suggestion).toContain('obligation.rescheduled')
  })

  test('nothing past due is current whatever the oldest due date says', () => {
    for (const oldestDueOn of ['9999-12-31', '0001-01-01', '2026-02-30', ''])
      expect(warned({ ...shot, pastDue: '0.00', oldestDueOn })).toEqual([['no_date', 'oldestDueOn']])
    expect(warned({ ...shot, pastDue: '0' })).toEqual([])
  })

  test('something past due needs its date', () => {
    expect(codesOf({ ...shot, oldestDueOn: '9999-12-31' })).toEqual(['bad_snapshot oldestDueOn'])
    expect(codesOf({ ...shot, oldestDueOn: '1899-12-31' })).toEqual(['bad_date oldestDueOn'])
    expect(codesOf({ ...shot, oldestDueOn: null })).toEqual(['bad_snapshot oldestDueOn'])
  })

  test('a row with ten thousand faults hears of the first', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, 1]))
    expect(codesOf({ ...payment, ...many })).toHaveLength(20)
    expect(codesOf({ ...payment, type: 'x'.repeat(100_000) })).toEqual(['unknown_type type'])
  })
})

describe('a fact', () => {
  test('a good fact is taken as it is', () => {
    expect(parseFact(payment)).toEqual({ fact: payment, warnings: [] })
    expect(
      parseFact({ type: 'evidence.recorded', at: payment.at, agent: 'a7', evidence: 'agent.trained' }),
    ).toMatchObject({
      fact: { value: true },
    })
  })

  test.each([
    ['bad_amount', { ...payment, amount: '1e3' }],
    ['bad_amount', { ...payment, amount: '-5' }],
    ['bad_amount', { ...payment, amount: '' }],
    ['bad_amount', { ...payment, amount: 5 }],
    ['bad_amount', { ...payment, amount: '1,000.00' }],
    ['bad_instant', { ...payment, at: '2026-02-30T00:00:00Z' }],
    ['bad_instant', { ...payment, at: '2026-02-03' }],
    [
      'bad_date',
      { ...payment, type: 'obligation.billed', payment: undefined, obligation: 'o', dueOn: '2026-02-30' },
    ],
    ['unknown_zone', { ...account, zone: 'Mars/Olympus' }],
    ['unknown_zone', { ...account, zone: ['UTC', 'Mars/Olympus'] }],
    ['unknown_currency', { ...account, currency: 'ZZZ' }],
    ['missing_account', { ...payment, account: undefined }],
    ['missing_account', { type: 'cease.received', at: payment.at }],
    ['missing_field', { ...payment, payment: undefined }],
    ['unknown_field', { ...payment, acount: 'A1' }],
    ['bad_value', { ...account, product: 'fish' }],
    ['unknown_type', { ...payment, type: 'payment.recieved' }],
    ['missing_field', { ...payment, type: undefined }],
    [
      'bad_snapshot',
      { type: 'account.snapshot', at: payment.at, account: 'A1', pastDue: '5', oldestDueOn: null },
    ],
    ['bad_fact', [payment]],
    ['bad_fact', null],
    ['bad_hours', { ...wish, closed: [{ days: 'monday', hours: null }] }],
    ['bad_hours', { ...wish, closed: [{ days: 'mon', hours: ['8:00', '18:00'] }] }],
    ['bad_hours', { ...wish, closed: [{ days: 'mon', hours: ['08:00', '25:00'] }] }],
    ['bad_hours', { ...wish, closed: [{ days: 'mon', hours: ['08:00', '08:00'] }] }],
    ['bad_hours', { ...wish, closed: [{ days: 'mon-', hours: null }] }],
    ['bad_hours', { ...wish, closed: 'mornings' }],
    ['unknown_field', { ...wish, closed: [{ days: 'mon', hours: null, zone: 'UTC' }] }],
    ['bad_value', { ...wish, places: ['gym'] }],
    ['missing_field', wish],
  ])('a fact with a fault is refused: %s %#', (code, given) => {
    const read = parseFact(given)
    expect('problems' in read && read.problems.map((problem) => problem.code)).toContain(code)
  })

  test('a refusal of closed hours says what days and hours look like, and where it went wrong', () => {
    expect(
      parseFact({
        ...wish,
        closed: [
          { days: 'hol', hours: null },
          { days: 'mon-fri', hours: ['22:00', '24:30'] },
        ],
      }),
    ).toMatchObject({
      problems: [
        {
          code: 'bad_hours',
          path: 'closed[1].hours[1]',
          suggestion: expect.stringContaining('workday') as string,
        },
      ],
    })
    const night = { ...wish, closed: [{ days: 'daily', hours: ['22:00', '07:00'] }], places: ['work'] }
    expect(parseFact(night)).toEqual({ fact: night, warnings: [] })
  })

  test('a fact that is nearly right is told what was meant, and its values are not repeated', () => {
    expect(parseFact({ ...payment, type: 'payment.recieved' })).toMatchObject({
      problems: [{ suggestion: 'did you mean payment.received?' }],
    })
    expect(parseFact({ ...payment, acount: 'A1' })).toMatchObject({
      problems: [{ suggestion: 'did you mean account?' }],
    })
    expect(JSON.stringify(parseFact({ ...account, phone: 5550100, currency: 'Ann Example' }))).not.toMatch(
      /5550100|Ann/,
    )
  })

  test('a fact with several faults hears of all of them', () => {
    const read = parseFact({ ...payment, amount: 'x', at: 'y', more: 1 })
    expect('problems' in read && read.problems).toHaveLength(3)
  })
})

import fc from 'fast-check'
import { HOLD_REASONS } from '../../../src/core/model/hold-reason.ts'

const days = fc.constantFrom(
  '0001-01-01',
  '1899-12-31',
  '1900-01-01',
  '1970-01-01',
  '2026-02-28',
  '2026-03-04',
  '2028-02-29',
  '2099-12-31',
  '2199-12-31',
  '2200-01-01',
  '2999-12-31',
  '9999-12-31',
  '0000-00-00',
  '2026-03-03',
  '2026-03-05',
  '2100-02-29',
  '1969-12-31',
  '2038-01-19',
)
const instants = fc.oneof(
  days.map((day) => `${day}T00:00:00Z`),
  days.map((day) => `${day}T23:59:60.999999+14:00`),
  fc.constantFrom(
    '2026-03-04T24:00:00Z',
    '2026-03-03T02:30:00-05:00',
    '2026-03-05T12:59:59Z',
    '2026-03-04T12:00:00.0001Z',
    '2026-03-04T11:59:59.999999999Z',
    '2026-03-04T12:00:00Z',
    '2026-03-08T02:30:00-05:00',
    '1900-01-01T00:00:00-12:00',
    '2199-12-31T23:59:59.999Z',
    '2026-03-04T12:00:00-00:00',
    '2026-03-04T12:00:00+13:45',
    '1911-01-01T00:00:00+00:29',
  ),
)
const texts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '-',
    'null',
    'A1',
    '../x',
    '%00',
    '\u0000',
    '\ud800',
    '\u200b',
    'A\u0308',
    '\u{1f4a9}',
    '￿',
    "'; --",
    '\t\n',
    '\u202eA1',
    'A1\ufe0f',
    '\ufeffA1',
    '\u1e9e\u0130',
    '\u0628\u0640\u0627',
    'e\u0301'.repeat(60),
    '\ud83d\ude00\u200d\ud83d\ude00',
    '${name}',
    '{name}',
    '__proto__',
    '=1+1',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const names = fc.oneof(texts, fc.constantFrom('x'.repeat(200), '\u{1f4a9}'.repeat(100), 'first', 'second'))
const amounts = fc.constantFrom(
  '0',
  '0.01',
  '1.00',
  '99.999',
  '90071992547409.91',
  '90071992547409.92',
  '1e3',
  '-1',
  '200.00',
)
const zones = fc.constantFrom(
  'UTC',
  'US/Pacific-New',
  'Asia/Calcutta',
  'America/Godthab',
  'Antarctica/Troll',
  'Factory',
  'EST',
  'Mars/X',
  'US/Pacific',
  'Europe/Kiev',
  'Asia/Katmandu',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
  'Africa/Monrovia',
  'Asia/Pyongyang',
)
const regions = fc.constantFrom('US-NY', 'DE', 'Atlantis', 'XX', '', 'us-ny-nyc')
/** Most of them are about accounts with something planned. */
const accounts = fc.constantFrom('A1', 'A2', 'A1', 'A2', 'A1', 'A2', 'A9', ' A1 ')
const locales = fc.constantFrom('en', 'zh_CN', 'und', 'x', 'Deutsch', 'en-US-u-ca-buddhist', '--')

const on = (type: string, more: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record<Record<string, unknown>>({ type: fc.constant(type), at: instants, account: accounts, ...more })

/** Sentinel dates, boundary instants, odd characters and old zones, in rows of every shape. */
export const strangeRows: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  on('account.opened', {
    debtor: fc.constantFrom('D1', 'D2', 'D9'),
    creditor: fc.constant('acme'),
    currency: fc.constantFrom('USD', 'JPY', 'XXX'),
    zone: zones,
    locale: locales,
    region: regions,
    name: texts,
    phone: texts,
  }),
  on('obligation.billed', { obligation: names, dueOn: days, amount: amounts }),
  on('obligation.rescheduled', { obligation: names, dueOn: days }),
  on('payment.received', { payment: names, amount: amounts }),
  on('payment.reversed', { payment: names }),
  on('account.snapshot', { pastDue: amounts, oldestDueOn: fc.option(days) }),
  on('score.changed', { score: fc.constantFrom(0, 1, 0.5, 1e-320, Number.MAX_VALUE) }),
  on('dispute.opened', { dispute: names, reason: texts }),
  on('hold.placed', { hold: names, reason: fc.constantFrom(...HOLD_REASONS), until: days }),
  on('hold.lifted', { hold: names }),
  on('promise.made', { promise: names, amount: amounts, by: days, graceDays: fc.constantFrom(0, 60) }),
  on('consent.given', { consent: names, until: instants }),
  on('evidence.recorded', {
    evidence: names,
    value: fc.oneof(texts, fc.double(), fc.boolean()),
    until: instants,
  }),
  on('point.added', { kind: fc.constantFrom('phone', 'email', 'address', 'handle'), value: texts }),
  on('optout.received', { point: texts }),
  on('preference.set', { closed: fc.constant([{ days: 'daily', hours: ['22:00', '24:00'] }]) }),
  on('contact.recorded', {
    channel: fc.constantFrom('sms', 'call', 'letter'),
    direction: fc.constantFrom('in', 'out'),
    disposition: fc.constantFrom('replied', 'no_answer', 'delivered'),
    text: texts,
    key: names,
  }),
  on('account.closed', { reason: fc.constantFrom('settled', 'sold') }),
  on('account.reopened'),
)

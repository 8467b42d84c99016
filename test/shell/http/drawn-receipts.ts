import fc from 'fast-check'
import { MESSAGE_CHANNELS } from '../../../src/core/channel/channel.ts'
import { RECEIPTS, saidByProvider } from '../../../src/core/channel/disposition.ts'

export const NOW = '2026-03-10T12:00:00Z'
/** The last two names are written with care in JSON, or read in one form. */
export const NAMES = ['A1', 'A2', 'A3', 'B"\\4', 'Ä5'] as const
export const DEBTOR: Record<(typeof NAMES)[number], string> = {
  A1: 'D1',
  A2: 'D1',
  A3: 'D2',
  'B"\\4': 'D3',
  Ä5: 'D4',
}
const STATES = [
  'sent',
  'sent',
  'sent',
  'sent',
  'delivered',
  'failed',
  'sending',
  'unknown',
  'queued',
  'cancelled',
] as const
/** Contacts by their place: two of each account. */
export const PLACES = NAMES.length * 2
const NOBODY = PLACES

export const contact = fc.record({
  state: fc.constantFrom(...STATES),
  disposition: fc.constantFrom(null, saidByProvider('taken'), ...RECEIPTS),
  channel: fc.constantFrom('sms', 'sms', 'sms', 'call'),
  at: fc.constantFrom(null, '2026-03-10T08:00:00Z'),
  /** What the provider calls the message, as far as it is known. */
  named: fc.constantFrom(null, 'p-1', 'p-1'),
  further: fc.constantFrom(false, false, true),
})
const receipt = fc.record({
  of: fc.integer({ min: 0, max: NOBODY }),
  status: fc.constantFrom('delivered', 'delivered', ...RECEIPTS, 'nonsense'),
  named: fc.constantFrom('p-1', 'p-1', 'p-1', 'p-2'),
  at: fc.constantFrom(
    '2026-03-10T10:00:00Z',
    '2026-03-10T10:00:00.5Z',
    '2026-03-10T18:00:00.250+08:00',
    '2026-03-09T10:00:00Z',
    '2026-03-10T24:00:00Z',
    '2027-03-10T10:00:00Z',
    '2026-02-30T10:00:00Z',
  ),
})
const inbound = fc.record({ text: fc.constantFrom('STOP', 'hello', 'please stop it now') })
export type Body = { text: string } | { of: number; status: string; named: string; at: string }
const webhook = fc.record({
  id: fc.integer({ min: 0, max: 25 }),
  bodies: fc.oneof<fc.WeightedArbitrary<Body[]>[]>(
    { arbitrary: fc.array(receipt, { minLength: 1, maxLength: 1 }), weight: 6 },
    { arbitrary: fc.array(receipt, { minLength: 2, maxLength: 4 }), weight: 1 },
    { arbitrary: fc.array(fc.oneof(receipt, receipt, inbound), { minLength: 2, maxLength: 4 }), weight: 1 },
    { arbitrary: fc.array(inbound, { minLength: 1, maxLength: 1 }), weight: 1 },
  ),
  channel: fc.constantFrom('sms' as const, 'sms' as const, ...MESSAGE_CHANNELS),
})
export const page = fc.record({
  webhooks: fc.array(webhook, { minLength: 1, maxLength: 8 }),
  /** What another door says before it. */
  says: fc.option(fc.record({ what: fc.nat(4), on: fc.constantFrom(...NAMES) }), { freq: 1, nil: undefined }),
})
export type Page = typeof page extends fc.Arbitrary<infer P> ? P : never
export type Contact = typeof contact extends fc.Arbitrary<infer C> ? C : never

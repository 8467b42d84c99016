import * as fc from 'fast-check'
import { OUTCOME_LEVEL, type Outcome } from '../../src/core/base/list.ts'
import { CHANNELS } from '../../src/core/channel/channel.ts'
import { HOUR } from '../../src/core/base/time.ts'
import type { Evidence, Circumstances, PastContact, Question, Status } from '../../src/core/model/question.ts'
import { at, file, NEW_YORK, past, question, shown, status } from './law.ts'

/** Contacts, files and questions of a spring, for properties of any law. */

const outcome = fc.constantFrom(...(Object.keys(OUTCOME_LEVEL) as Outcome[]))
const instant = fc.integer({ min: 0, max: 24 * 40 }).map((hours) => at('2026-03-01T00:30') + hours * HOUR)
export const contact: fc.Arbitrary<PastContact> = fc
  .record({
    at: instant,
    channel: fc.constantFrom('call', 'sms', 'visit', 'email' as const),
    direction: fc.constantFrom('out', 'out', 'out', 'in' as const),
    outcome,
    person: fc.constantFrom('P1', 'P1', 'P2'),
    accounts: fc.constantFrom<string[][]>(['A1'], ['A2'], ['A1', 'A2']),
    bookedTo: fc.constantFrom('A1', 'A2', null),
    point: fc.constantFrom('N1', 'N2', null),
  })
  .map((with_) => past(0, with_))
const anyStatus: fc.Arbitrary<Status> = fc
  .record({
    name: fc.constantFrom('optout', 'dispute.open', 'cease.written', 'status.bankruptcy'),
    lifted: fc.constantFrom(null, at('2026-03-20T10:00')),
    accounts: fc.constantFrom<(string[] | null)[]>(null, ['A1'], ['A2']),
  })
  .map(({ name, ...more }) => status(name, '2026-03-10T10:00', more))

export const circumstances: fc.Arbitrary<Circumstances> = fc
  .record({
    regions: fc.constantFrom<string[][]>([], ['US-NY'], ['US-MA'], ['CN'], ['GB-ENG'], ['US-NY', 'CN']),
    zones: fc.constantFrom<string[][]>(
      [NEW_YORK],
      [NEW_YORK, 'America/Los_Angeles'],
      ['Asia/Shanghai'],
      ['Europe/London'],
    ),
    history: fc.array(contact, { maxLength: 25 }),
    statuses: fc.array(anyStatus, { maxLength: 2 }),
    evidence: fc.constantFrom<Evidence[][]>(
      [],
      [shown('validation.sent_or_due_within_5d'), shown('consent.sms', { at: at('2026-03-01T09:00') })],
    ),
  })
  .map((with_) => file(with_))
export const asked: fc.Arbitrary<Question> = fc
  .record({
    at: instant,
    channel: fc.constantFrom(...CHANNELS),
    actor: fc.constantFrom('first_party', 'third_party', null),
    product: fc.constantFrom('credit_card', 'invoice', null),
    accounts: fc.constantFrom<string[][]>(['A1'], ['A2'], ['A1', 'A2']),
    moment: fc.constantFrom('plan', 'redeem', 'claim' as const),
  })
  .map((with_) => question(0, with_))

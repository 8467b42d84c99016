import type { AccountId, PersonId } from '../../../src/core/base/id.ts'
import { type PersonVerdict, judgePerson } from '../../../src/core/retention/judge-person.ts'
import type { AccountRecord, KeptRecord, PersonRecords } from '../../../src/core/retention/record.ts'
import { retainRules } from '../../../src/core/retention/retain-law.ts'
import { packOf, shipped, type TestRule } from '../../support/law.ts'

/** What is kept about invented people, with everything unsaid as it most often is. */

export function account(id: number, given: Partial<AccountRecord> = {}): AccountRecord {
  return {
    id: id as AccountId,
    externalId: `A${id}`,
    actor: 'third_party',
    product: 'consumer_loan',
    lastActivity: Date.parse('2026-03-01T12:00:00Z'),
    closedAt: Date.parse('2026-04-01T12:00:00Z'),
    ...given,
  }
}

export function text(given: Partial<KeptRecord> = {}): KeptRecord {
  return {
    kinds: ['message'],
    sealed: 1,
    channel: 'sms',
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    at: Date.parse('2026-03-01T12:00:00Z'),
    accounts: [1 as AccountId],
    ...given,
  }
}

export function call(at: string, given: Partial<KeptRecord> = {}): KeptRecord {
  return text({ kinds: ['contact_log'], sealed: null, channel: 'call', at: Date.parse(at), ...given })
}

export function person(given: Partial<PersonRecords> = {}): PersonRecords {
  return {
    person: 1 as PersonId,
    externalId: 'D1',
    regions: ['US'],
    zones: ['America/New_York'],
    known: true,
    erased: false,
    accounts: [account(1)],
    records: [text()],
    ...given,
  }
}

const law = shipped()
const rules = retainRules(law.packs, law.calendars)

/** The plan under the packs of schedules/, at noon UTC of that day. */
export function planOn(day: string, given: Partial<PersonRecords> = {}): PersonVerdict {
  return judgePerson(person(given), rules, Date.parse(`${day}T12:00:00Z`))
}

/** The plan under these rules of one pack of a law, and those of the house. */
export function planUnder(
  made: readonly TestRule[],
  day: string,
  { house = [], ...given }: Partial<PersonRecords> & { house?: TestRule[] } = {},
): PersonVerdict {
  const packs = [packOf(made, { layer: 'national' })]
  if (house.length > 0) packs.push(packOf(house, { pack: 'xx-own' }))
  const own = retainRules(packs, [])
  return judgePerson(person(given), own, Date.parse(`${day}T12:00:00Z`))
}

/** `US-F-26 2029-03-01`, or why there is no day. */
export function keptBy(plan: PersonVerdict, index = 0): string {
  return shown(plan.records[index]?.keep ?? null)
}

export function personalBy(plan: PersonVerdict): string {
  return shown(plan.personal.keep)
}

function shown(keep: PersonVerdict['personal']['keep']): string {
  if (keep === null) return 'no rule'
  return `${keep.by.rule.rule} ${keep.through ?? keep.waits}`
}

export function kept(
  what: string[],
  parameters: Record<string, unknown>,
  more: Partial<TestRule> = {},
): TestRule {
  return { kind: 'retain', parameters: { what, from: 'artifact', ...parameters }, effect: 'duty', ...more }
}

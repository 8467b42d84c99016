import { createHash } from 'node:crypto'
import { ContentHash } from '../../src/core/base/id.ts'
import type { Calendar } from '../../src/core/compliance/time/calendar.ts'
import { compileLaw, type Law } from '../../src/core/compliance/pack/law.ts'
import { type Pack, PackSchema } from '../../src/core/compliance/pack/pack.ts'
import type { Evidence, Circumstances, PastContact, Question, Status } from '../../src/core/model/question.ts'
import { instantOf } from '../../src/core/worked/instant.ts'
import { readCalendars, readPacks } from '../../src/shell/config/pack-file.ts'

/** What the law is asked in tests, with everything unsaid as it most often is. */

export const NEW_YORK = 'America/New_York'

/** `2026-05-05T10:00`, in New York unless said otherwise. */
export function at(local: string, zone = NEW_YORK): number {
  return instantOf(`${local}[${zone}]`)
}

export function question(local: string | number, with_: Partial<Question> = {}): Question {
  return {
    at: typeof local === 'number' ? local : at(local),
    durationMinutes: 0,
    channel: 'call',
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    automation: 'human',
    line: 'mobile',
    actor: 'third_party',
    product: 'credit_card',
    action: 'contact',
    dpd: 30,
    person: 'P1',
    accounts: ['A1'],
    point: 'N1',
    creditor: 'CR1',
    collector: 'CO1',
    household: null,
    tags: [],
    tokens: null,
    moment: 'claim',
    ...with_,
  }
}

export function past(local: string | number, with_: Partial<PastContact> = {}): PastContact {
  return {
    at: typeof local === 'number' ? local : at(local),
    channel: 'call',
    direction: 'out',
    outcome: 'no_answer',
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    person: 'P1',
    accounts: ['A1'],
    bookedTo: 'A1',
    point: 'N1',
    creditor: 'CR1',
    collector: 'CO1',
    household: null,
    tags: [],
    automation: 'human',
    line: 'mobile',
    actor: 'third_party',
    product: 'consumer_loan',
    action: 'contact',
    ...with_,
  }
}

export function file(with_: Partial<Circumstances> = {}): Circumstances {
  return {
    regions: ['US-NY'],
    zones: [NEW_YORK],
    closed: [],
    history: [],
    statuses: [],
    evidence: [],
    ...with_,
  }
}

export function shown(key: string, with_: Partial<Evidence> = {}): Evidence {
  return { key, value: true, at: at('2026-01-01T10:00'), until: null, account: null, point: null, ...with_ }
}

export function status(name: string, local: string, with_: Partial<Status> = {}): Status {
  return {
    status: name,
    at: at(local),
    until: null,
    lifted: null,
    liftedBy: null,
    accounts: null,
    point: null,
    channel: null,
    place: null,
    ...with_,
  }
}

export function shipped(): { packs: Pack[]; calendars: Calendar[] } {
  const { packs } = readPacks('schedules/compliance')
  return { packs, calendars: readCalendars('schedules/calendars').calendars }
}

export interface TestRule {
  kind: string
  parameters: unknown
  rule?: string
  [key: string]: unknown
}

/** A pack that binds everybody, of these rules. */
export function packOf(rules: readonly TestRule[], with_: Record<string, unknown> = {}): Pack {
  const pack = PackSchema.parse(packText(rules, with_))
  return { ...pack, hash: ContentHash.parse(createHash('sha256').update(JSON.stringify(pack)).digest('hex')) }
}

/** The same, not yet parsed. */
export function packText(rules: readonly TestRule[], with_: Record<string, unknown> = {}) {
  return {
    pack: 'xx-test',
    version: '2026.01.01',
    title: 'of a test',
    jurisdiction: 'XX',
    layer: 'house',
    clock: { zone: 'debtor' },
    binds: {},
    rules: rules.map((rule, index) => ({
      rule: `XX-T${index + 1}`,
      title: `rule ${index + 1}`,
      appliesTo: {},
      effect: 'block',
      state: 'policy',
      citation: 'none',
      sources: [],
      evidenceLevel: 'policy',
      ...rule,
    })),
    ...with_,
  }
}

export function lawOf(
  rules: readonly TestRule[],
  with_: Record<string, unknown> = {},
  calendars: Calendar[] = [],
): Law {
  return compileLaw({ packs: [packOf(rules, with_)], calendars })
}

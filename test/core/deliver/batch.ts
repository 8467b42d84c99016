import {
  AccountId,
  CaseId,
  ContactId,
  ContentHash,
  NumberId,
  PersonId,
  PointId,
} from '../../../src/core/base/id.ts'
import type { Dossier } from '../../../src/core/model/dossier.ts'
import type { ContactRow } from '../../../src/core/model/contact-row.ts'
import type { RedeemBatch } from '../../../src/core/deliver/redeem.ts'
import { claimedCall } from '../../channels/claimed.ts'

export const NOW = Date.parse('2026-03-02T10:00:00Z')
export const HOUR = 3_600_000

export function contactOf(id: number, person: number, change: Partial<ContactRow> = {}): ContactRow {
  return {
    ...claimedCall('call', '').row,
    id: ContactId.parse(id),
    person: PersonId.parse(person),
    case: CaseId.parse(person),
    accounts: [AccountId.parse(person)],
    point: PointId.parse(person),
    number: NumberId.parse(7),
    channel: 'sms',
    notBefore: NOW,
    expiresAt: NOW + 8 * HOUR,
    ...change,
  }
}

export function dossierOf(
  person: number,
  contacts: ContactRow[],
  change: Partial<Dossier['cases'][number]> = {},
): Dossier {
  return {
    person: {
      id: PersonId.parse(person),
      externalId: `D${person}`,
      household: null,
      locale: 'en',
      regions: [],
      zones: ['America/New_York'],
      closed: [],
    },
    points: [
      {
        id: PointId.parse(person),
        kind: 'phone',
        number: NumberId.parse(7),
        line: 'mobile',
        place: 'home',
        role: 'debtor',
        valid: true,
      },
    ],
    accounts: [],
    cases: [
      {
        id: CaseId.parse(person),
        account: AccountId.parse(person),
        number: 1,
        open: true,
        state: 'working',
        stage: 'reminder',
        snapshot: { episodes: {}, lastAnchor: '2026-02-01' },
        epoch: 0,
        version: 0,
        strategy: 's',
        strategyHash: ContentHash.parse('a'.repeat(64)),
        openedOn: '2026-02-02',
        closedOn: null,
        closeReason: null,
        nextReviewAt: null,
        ...change,
      },
    ],
    holds: [],
    evidence: [],
    promises: [],
    contacts,
  }
}

export function batchOf(contacts: ContactRow[], change: Partial<RedeemBatch> = {}): RedeemBatch {
  const persons = [...new Set(contacts.map((one) => one.person))]
  return {
    now: NOW,
    contacts,
    dossiers: new Map(persons.map((person) => [person, dossierOf(person, contacts)])),
    brakes: [],
    breakers: [],
    ask: () => ({ answer: 'permit', until: NOW + HOUR, duties: [], warnings: [] }),
    ...change,
  }
}

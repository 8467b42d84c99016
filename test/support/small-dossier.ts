import { UNKNOWN_KIND } from '../../src/core/model/contact-kind.ts'
import { AccountId, ContactId, NumberId, PersonId, PointId } from '../../src/core/base/id.ts'
import type {
  DossierAccount,
  DossierContact,
  Dossier,
  DossierHold,
  DossierPoint,
} from '../../src/core/model/dossier.ts'
import { at, NEW_YORK } from './law.ts'

export const person = PersonId.parse(1)
export const point: DossierPoint = {
  id: PointId.parse(11),
  kind: 'phone',
  number: NumberId.parse(111),
  line: 'mobile',
  place: 'home',
  role: 'debtor',
  valid: true,
}
export const account: DossierAccount = {
  id: AccountId.parse(21),
  externalId: 'A1',
  creditor: 'acme',
  collector: 'agency',
  actor: 'third_party',
  product: 'credit_card',
  currency: 'USD',
  pastDue: 5000,
  balance: null,
  anchor: '2026-04-01',
  score: 0.4,
  collection: 'active',
  endedReason: null,
  received: [],
}

/** One debtor in New York with one card account at an agency, everything unsaid empty. */
export function dossier(with_: Partial<Dossier> = {}): Dossier {
  return {
    person: {
      id: person,
      externalId: 'D1',
      household: null,
      locale: 'en',
      regions: ['US-NY'],
      zones: [NEW_YORK],
      closed: [],
    },
    points: [point],
    accounts: [account],
    cases: [],
    holds: [],
    evidence: [],
    promises: [],
    contacts: [],
    ...with_,
  }
}

export function contact(with_: Partial<DossierContact>): DossierContact {
  return {
    id: ContactId.parse(31),
    person,
    household: null,
    case: null,
    accounts: [account.id],
    point: point.id,
    number: point.number,
    channel: 'call',
    direction: 'out',
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    creditor: 'acme',
    collector: 'agency',
    stage: null,
    step: null,
    episode: null,
    attempt: null,
    mandatory: false,
    dueOn: null,
    epoch: 0,
    state: 'sent',
    notBefore: null,
    expiresAt: null,
    at: null,
    outcome: 'no_answer',
    disposition: null,
    ...UNKNOWN_KIND,
    ...with_,
  }
}

export function hold(with_: Partial<DossierHold>): DossierHold {
  return {
    kind: 'hold',
    reason: null,
    account: null,
    point: null,
    number: null,
    channel: null,
    from: at('2026-05-01T10:00'),
    until: null,
    lifted: null,
    ...with_,
  }
}

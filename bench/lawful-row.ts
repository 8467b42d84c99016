import type { AccountId, PointId } from '../src/core/base/id.ts'
import type { Instant } from '../src/core/base/time.ts'
import type { ContactRow } from '../src/core/model/contact-row.ts'
import type {
  Dossier,
  DossierAccount,
  DossierCase,
  DossierPerson,
  DossierPoint,
} from '../src/core/model/dossier.ts'

/** A row of READ: values, those of different tables side by side. */
export interface Read extends Pick<ContactRow, (typeof OF_CONTACT)[number]> {
  config: number
  odd: boolean
  regions: string
  zones: string
  locale: string
  closed: DossierPerson['closed']
  line: DossierPoint['line']
  atPlace: DossierPoint['place']
  atRole: DossierPoint['role']
  account: AccountId
  externalId: string
  ofActor: DossierAccount['actor']
  ofProduct: DossierAccount['product']
  currency: DossierAccount['currency']
  pastDue: DossierAccount['pastDue']
  apart: DossierAccount['apart']
  anchor: DossierAccount['anchor']
  endedReason: string | null
  strategy: string
  strategyHash: DossierCase['strategyHash']
  evidence:
    | [
        string,
        AccountId | null,
        PointId | null,
        string | null,
        boolean | number | string,
        Instant,
        Instant | null,
      ][]
    | null
  to: Buffer
  toKey: string
  name: Buffer | null
  nameKey: string | null
}

const OF_CONTACT = [
  'person',
  'household',
  'id',
  'case',
  'channel',
  'purpose',
  'creditor',
  'collector',
  'template',
  'episode',
  'dpd',
  'durationMinutes',
  'expiresAt',
  'clientRef',
  'reasons',
  'point',
  'number',
] as const satisfies (keyof ContactRow)[]

/** A dossier of somebody without a history, as far as anything reads it. */
export function dossierOf(row: Read): Dossier {
  const { person: id, household, locale, closed, account, strategy, strategyHash } = row
  const { externalId, creditor, collector, ofActor: actor, ofProduct: product } = row
  const { currency, pastDue, apart, anchor, endedReason, line, atPlace: place, atRole: role } = row
  const evidence = row.evidence?.map(([key, of, point, agent, value, at, until]) => {
    return { key, account: of, point, agent, value, at, until }
  })
  return {
    person: { id, household, locale, closed, regions: listOf(row.regions), zones: listOf(row.zones) },
    points: [
      { id: row.point, number: row.number, line, place, role, valid: true, former: false, namedAt: null },
    ],
    accounts: [
      {
        id: account,
        externalId,
        creditor,
        collector,
        actor,
        product,
        currency,
        pastDue,
        apart,
        anchor,
        endedReason,
        received: NONE,
      },
    ],
    cases: [{ id: row.case, strategy, strategyHash }],
    evidence: evidence ?? NONE,
    holds: NONE,
    promises: NONE,
    contacts: NONE,
    denied: NONE,
    asked: NONE,
  } as unknown as Dossier
}

const NONE: never[] = []

function listOf(joined: string): string[] {
  return joined === '' ? NONE : joined.split(',')
}

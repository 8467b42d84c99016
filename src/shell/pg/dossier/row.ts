import type {
  DossierAccount,
  DossierTask,
  DossierCase,
  DossierContact,
  RefusedContact,
  Dossier,
  DossierEvidence,
  DossierHold,
  DossierPerson,
  DossierPoint,
  DossierPromise,
} from '../../../core/model/dossier.ts'
import type { Moved } from '../../../core/arrears/effective.ts'
import { receiptsOf } from '../../../core/arrears/receipts.ts'
import { holdsOnAll } from '../../../core/arrears/resting-holds.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { Billed } from '../../../core/model/promise.ts'
import { json, type ReadCell } from '../base/cell.ts'
import { type ColumnTable, columns, listReader, shapeOf } from '../base/columns.ts'
import { listIn } from '../base/read-json.ts'
import type { Shape } from '../base/statement.ts'
import { DOSSIER_ACCOUNT } from '../row/account.ts'
import { ASKED } from '../row/asked.ts'
import { CASE } from '../row/case.ts'
import { DOSSIER_CONTACT } from '../row/contact.ts'
import { EVIDENCE } from '../row/evidence.ts'
import { DOSSIER_HOLD } from '../row/hold.ts'
import { DOSSIER_PROMISE } from '../row/money.ts'
import { DOSSIER_PERSON } from '../row/person.ts'
import { DOSSIER_POINT } from '../row/point.ts'
import { BILLED, SHOWN, shownFrom } from './promised.ts'

interface Received extends Omit<Moved, 'reversedAt'> {
  account: DossierAccount['id']
  recordedAt: Instant
}

/** One row of the statement in dossier.ts. */
export interface DossierRow extends DossierPerson {
  points: DossierPoint[]
  accounts: Omit<DossierAccount, 'received'>[]
  payments: Received[]
  cases: DossierCase[]
  holds: DossierHold[]
  evidence: DossierEvidence[]
  promises: DossierPromise[]
  billed: Billed[]
  shown: Parameters<typeof shownFrom>[0]
  asked: DossierTask[]
  own: DossierContact[]
  denied: RefusedContact[]
  others: DossierContact[]
  kin: DossierContact[]
}

/** Money that came and was not taken back. */
export const RECEIVED = columns<Received>({
  account: 'account_id int8',
  externalId: 'external_id text',
  kind: 'kind text',
  of: 'of_payment text?',
  happenedAt: 'happened_at timestamptz',
  recordedAt: 'recorded_at timestamptz',
  amount: 'amount int8',
})

export const DENIED = columns<RefusedContact>({
  case: 'case_id int8',
  episode: 'episode date',
  step: 'step text',
  state: 'state text',
  changedAt: 'changed_at timestamptz',
})

const CONTACTS = rowsIn(DOSSIER_CONTACT)

export const DOSSIER_SHAPE: Shape<DossierRow> = {
  ...shapeOf(DOSSIER_PERSON),
  points: rowsIn(DOSSIER_POINT),
  accounts: rowsIn(DOSSIER_ACCOUNT),
  payments: rowsIn(RECEIVED),
  cases: rowsIn(CASE),
  holds: rowsIn(DOSSIER_HOLD),
  evidence: rowsIn(EVIDENCE),
  promises: rowsIn(DOSSIER_PROMISE),
  billed: rowsIn(BILLED),
  shown: rowsIn(SHOWN),
  asked: rowsIn(ASKED),
  own: CONTACTS,
  denied: rowsIn(DENIED),
  others: CONTACTS,
  kin: CONTACTS,
}

/** JSON arrays in the order of their columns. */
function rowsIn<Row>(table: ColumnTable<Row>): ReadCell<Row[]> {
  return json(listIn(listReader(table)), 'json')
}

export function dossierFrom(row: DossierRow, now: Instant): Dossier {
  const { id, externalId, household, locale, regions, zones, closed } = row
  return {
    person: { id, externalId, household, locale, regions, zones, closed },
    points: row.points.sort((a, b) => a.id - b.id),
    accounts: row.accounts.map((account) => accountFrom(account, row)).sort((a, b) => a.id - b.id),
    cases: row.cases.sort((a, b) => a.id - b.id),
    holds: holdsOnAll(row.holds, row.accounts, now),
    evidence: row.evidence,
    promises: row.promises,
    ...(row.billed.length > 0 && { billed: row.billed }),
    ...(row.shown.length > 0 && { shown: shownFrom(row.shown, row.accounts) }),
    contacts: contactsFrom(row),
    denied: row.denied,
    asked: row.asked.sort((a, b) => a.task - b.task),
  }
}

function accountFrom(account: Omit<DossierAccount, 'received'>, { payments }: DossierRow): DossierAccount {
  return { ...account, received: receiptsOf(payments.filter((one) => one.account === account.id)) }
}

/** The contacts by id, each of them once: a person of the household may also share the number. */
function contactsFrom({ own, others, kin }: DossierRow): DossierContact[] {
  const rows = new Map<number, DossierContact>()
  for (const contact of [...own, ...others, ...kin]) if (!rows.has(contact.id)) rows.set(contact.id, contact)
  return [...rows.values()].sort((a, b) => a.id - b.id)
}

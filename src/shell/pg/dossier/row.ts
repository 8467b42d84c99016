import type { PersonId } from '../../../core/base/id.ts'
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
  SendingCase,
} from '../../../core/model/dossier.ts'
import type { DossierPlan } from '../../../core/model/plan.ts'
import type { Moved } from '../../../core/arrears/effective.ts'
import { receiptsOf } from '../../../core/arrears/receipts.ts'
import { holdsOnAll, restedOf } from '../../../core/arrears/resting-holds.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { Billed, Settled } from '../../../core/model/promise.ts'
import type { Receipt } from '../../../core/model/receipt.ts'
import { json, type ReadCell } from '../base/cell.ts'
import { type ColumnTable, columns, listReader } from '../base/columns.ts'
import type { Shape } from '../base/statement.ts'
import { DOSSIER_ACCOUNT } from '../row/account.ts'
import { ASKED } from '../row/asked.ts'
import { DOSSIER_CONTACT } from '../row/contact.ts'
import { EVIDENCE } from '../row/evidence.ts'
import { DOSSIER_HOLD } from '../row/hold.ts'
import { DOSSIER_PROMISE, DOSSIER_SETTLEMENT } from '../row/money.ts'
import { DOSSIER_PLAN } from '../row/plan.ts'
import type { DossierSettlement } from '../../../core/model/settlement.ts'
import { DOSSIER_PERSON } from '../row/person.ts'
import { DOSSIER_POINT } from '../row/point.ts'
import { BILLED, SETTLED, SHOWN, shownFrom, type ShownRow } from './promised.ts'

interface Received extends Omit<Moved, 'reversedAt'> {
  account: DossierAccount['id']
  recordedAt: Instant
}

/** Rows by the person whose dossier they are in. */
type OfEach<Row> = ReadonlyMap<PersonId, Row[]>

/** What the statement in dossier.ts gives: a list of each table. */
export interface DossierPage<Case extends SendingCase = DossierCase> {
  persons: OfEach<DossierPerson>
  points: OfEach<DossierPoint>
  accounts: OfEach<Omit<DossierAccount, 'received'>>
  payments: OfEach<Received>
  cases: OfEach<Case>
  holds: OfEach<DossierHold>
  evidence: OfEach<DossierEvidence>
  promises: OfEach<DossierPromise>
  plans: OfEach<DossierPlan>
  settlements: OfEach<DossierSettlement>
  billed: OfEach<Billed>
  settled: OfEach<Settled>
  shown: OfEach<ShownRow>
  asked: OfEach<DossierTask>
  own: OfEach<DossierContact>
  denied: OfEach<RefusedContact>
  others: OfEach<DossierContact>
  kin: OfEach<DossierContact>
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

const SHAPE: Shape<Omit<DossierPage, 'cases'>> = {
  persons: rowsIn(DOSSIER_PERSON),
  points: rowsIn(DOSSIER_POINT),
  accounts: rowsIn(DOSSIER_ACCOUNT),
  payments: rowsIn(RECEIVED),
  holds: rowsIn(DOSSIER_HOLD),
  evidence: rowsIn(EVIDENCE),
  promises: rowsIn(DOSSIER_PROMISE),
  plans: rowsIn(DOSSIER_PLAN),
  settlements: rowsIn(DOSSIER_SETTLEMENT),
  billed: rowsIn(BILLED),
  settled: rowsIn(SETTLED),
  shown: rowsIn(SHOWN),
  asked: rowsIn(ASKED),
  own: CONTACTS,
  denied: rowsIn(DENIED),
  others: CONTACTS,
  kin: CONTACTS,
}

export function shapeWith<Case extends SendingCase>(cases: ColumnTable<Case>): Shape<DossierPage<Case>> {
  return { ...SHAPE, cases: rowsIn(cases) } as Shape<DossierPage<Case>>
}

/** JSON arrays: the person whose dossier it is, then the columns in their order. */
function rowsIn<Row>(table: ColumnTable<Row>): ReadCell<OfEach<Row>> {
  const read = listReader(table, 1)
  return json((value) => {
    if (!Array.isArray(value)) throw new RangeError('not a list of JSON')
    const rows = new Map<PersonId, Row[]>()
    for (const one of value as [PersonId, ...unknown[]][]) {
      const row = read(one)
      const known = rows.get(one[0])
      if (known) known.push(row)
      else rows.set(one[0], [row])
    }
    return rows
  }, 'json')
}

/** The lists are the dossier's own from now on. */
export function dossierOf<Case extends SendingCase>(
  person: DossierPerson,
  page: DossierPage<Case>,
  now: Instant,
): Omit<Dossier, 'cases'> & { cases: Case[] } {
  const of = <Row>(rows: OfEach<Row>): Row[] => rows.get(person.id) ?? []
  const payments = of(page.payments)
  const accounts = of(page.accounts).sort((a, b) => a.id - b.id)
  const plans = of(page.plans)
  const [billed, shown, holds] = [of(page.billed), of(page.shown), of(page.holds)]
  const settlements = of(page.settlements)
  const dossier: Omit<Dossier, 'cases'> & { cases: Case[] } = {
    person,
    points: of(page.points).sort((a, b) => a.id - b.id),
    accounts: accounts.map((account) => Object.assign(account, { received: receivedBy(account, payments) })),
    cases: of(page.cases).sort((a, b) => a.id - b.id),
    holds: holdsOnAll(holds, accounts, now),
    evidence: of(page.evidence),
    promises: of(page.promises),
    contacts: contactsFrom([of(page.own), of(page.others), of(page.kin)]),
    denied: of(page.denied),
    asked: of(page.asked).sort((a, b) => a.task - b.task),
  }
  if (plans.length > 0) dossier.plans = plans
  if (settlements.length > 0) dossier.settlements = settlements
  if (billed.length > 0)
    Object.assign(dossier, { billed, settled: of(page.settled), rested: restedOf(holds) })
  if (shown.length > 0) dossier.shown = shownFrom(shown, accounts)
  return dossier
}

function receivedBy({ id }: Pick<DossierAccount, 'id'>, payments: readonly Received[]): Receipt[] {
  return payments.length === 0 ? [] : receiptsOf(payments.filter((payment) => payment.account === id))
}

/** The contacts by id, each of them once: a person of the household may also share the number. */
function contactsFrom(lists: readonly (readonly DossierContact[])[]): DossierContact[] {
  if (lists.every(({ length }) => length === 0)) return []
  const rows = new Map<number, DossierContact>()
  for (const list of lists)
    for (const contact of list) if (!rows.has(contact.id)) rows.set(contact.id, contact)
  return [...rows.values()].sort((a, b) => a.id - b.id)
}

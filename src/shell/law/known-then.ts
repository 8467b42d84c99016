import type { HouseholdId, PersonId } from '../../core/base/id.ts'
import { isByPerson } from '../../core/channel/channel.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Dossier } from '../../core/model/dossier.ts'
import type { ContactRow } from '../../core/model/contact-row.ts'
import { type DebtPolicies, payOrderOf } from '../../core/model/debt-policy.ts'
import { updateFigures } from '../../core/arrears/update-figures.ts'
import { applyFacts } from '../../core/fact/apply/apply.ts'
import type { LedgerTask } from '../../core/model/ledger.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import { needsOfPage } from '../../core/fact/needs.ts'
import {
  preparedAgain,
  type StoredFact,
  storedHash,
  type StoredPoint,
  type StoredWith,
} from '../../core/fact/stored.ts'
import { memoryDossiers } from '../replay/memory/dossier.ts'
import { accountFrom } from '../replay/memory/record/load.ts'
import { obligationFrom, paymentFrom } from '../replay/memory/record/money-row.ts'
import { memoryRecordStore } from '../replay/memory/record/record.ts'
import { emptyWorld, type HoldRow, type World } from '../replay/memory/world.ts'

/** What had been recorded of a person by an instant, and of whoever shares a number or the household. */
export interface KnownRows {
  /** The facts in the order in which they were recorded. */
  facts: StoredFact[]
  points: (StoredPoint & { person: PersonId })[]
  households: Map<string, HouseholdId>
  /** Those that the engine made, as they are now. */
  contacts: ContactRow[]
  /** The tasks as they are now. */
  tasks: LedgerTask[]
  /** The holds of numbers that belong to nobody who is known. */
  holds: HoldRow[]
  /** What is stated about debts now. */
  debts: DebtPolicies | null
}

/** The dossier as of an instant: the facts that were recorded by then, told again in their order. Null = the person was not known. */
export async function dossierThen(rows: KnownRows, now: Dossier, at: Instant): Promise<Dossier | null> {
  const { world } = await worldThen(rows, now, at)
  const [dossier] = memoryDossiers(world, [now.person.id])
  if (!dossier) return null
  const asked = now.asked?.filter(({ answeredAt }) => answeredAt !== null && answeredAt <= at) ?? []
  return { ...dossier, asked }
}

/** The same with its figures worked out as of that instant, of facts that had happened by then, whenever they were recorded; it throws where one of them cannot be told again. */
export async function dossierAsOf(rows: KnownRows, now: Dossier, at: Instant): Promise<Dossier | null> {
  const { world, untold } = await worldThen(rows, now, at)
  if (untold > 0) throw new Error('a stored fact cannot be told again')
  for (const row of world.accounts.values()) {
    const account = accountFrom(row)
    const { id, feed } = account
    const sets = feed === 'ledger' && {
      obligations: (world.obligations.get(id) ?? []).map(obligationFrom),
      payments: (world.payments.get(id) ?? []).map(paymentFrom),
    }
    const { regions = [] } = world.persons.get(account.person) ?? {}
    const pays = payOrderOf(rows.debts, { creditor: account.creditor, regions })
    const question = { account, sets: sets || null, hasOpenCase: false, file: null, pays }
    updateFigures({ ...question, looked: false, now: at })
    world.accounts.set(id, account)
  }
  return memoryDossiers(world, [now.person.id])[0] ?? null
}

/** The world that the facts make, and how many of them cannot be told again. */
async function worldThen(
  rows: KnownRows,
  now: Dossier,
  at: Instant,
): Promise<{ world: World; untold: number }> {
  const world = emptyWorld(at)
  world.debts = rows.debts
  // What is made anew never meets the id of a row.
  world.nextId = 1e12
  for (const { number } of rows.points) world.numbers.set(storedHash(number), number)
  for (const row of rows.contacts) world.contacts.set(row.id, contactThen(row, at))
  const tasks = rows.tasks.map((task): LedgerTask => ({ ...task, answer: null, answeredAt: null }))
  const given = storedWith(rows, now)
  let untold = 0
  for (const stored of rows.facts) {
    const prepared = preparedAgain(stored, given)
    if (prepared) await tellAgain(world, stored, { prepared, rows, tasks })
    else untold++
  }
  world.now = at
  world.holds.push(...rows.holds)
  return { world, untold }
}

function storedWith({ points }: KnownRows, { person }: Dossier): StoredWith {
  const byNumber = new Map(points.map((point) => [point.number, point]))
  const byId = new Map(points.map((point) => [point.id, point.number]))
  const { regions, zones } = person
  return {
    pointOf: (number) => byNumber.get(number),
    numberOf: (point) => byId.get(point),
    place: { regions, zones },
  }
}

interface Telling {
  prepared: PreparedFact
  rows: KnownRows
  tasks: LedgerTask[]
}

/** Persons, accounts and households keep the ids that they have. */
async function tellAgain(
  world: World,
  stored: StoredFact,
  { prepared, rows, tasks }: Telling,
): Promise<void> {
  const { person, account } = stored
  world.now = stored.recordedAt
  await memoryRecordStore(world).transaction(async (tx) => {
    const ledger = await tx.loadLedger(needsOfPage([prepared]))
    const household = rows.households.get(String(stored.body['household']))
    const ids = {
      ...ledger.ids,
      person: () => person,
      account: () => account ?? ledger.ids.account(),
      household: () => household ?? ledger.ids.household(),
    }
    await tx.saveLedger(applyFacts({ ...ledger, ids, tasks }, [prepared], world.now))
  })
}

/** A row that has not changed since is as it was. The outcome of another row comes with the facts: before them a message that had left was sent, and whatever else was open. */
function contactThen(row: ContactRow, at: Instant): ContactRow {
  if (row.changedAt <= at) return row
  const left = row.at !== null && row.at <= at && !isByPerson(row.channel)
  const then = left
    ? ({ state: 'sent', outcome: 'sent' } as const)
    : ({ state: 'planned', at: null, outcome: 'pending' } as const)
  return { ...row, disposition: null, ...then }
}

import type { HouseholdId, PersonId } from '../../../core/base/id.ts'
import { receiptsOf } from '../../../core/arrears/receipts.ts'
import { holdsOnAll } from '../../../core/arrears/resting-holds.ts'
import { DAY_MS } from '../../../core/base/time.ts'
import { kindOf } from '../../../core/model/contact-kind.ts'
import type {
  DossierAccount,
  DossierTask,
  DossierCase,
  DossierContact,
  RefusedContact,
  Dossier,
  DossierHold,
  DossierPoint,
} from '../../../core/model/dossier.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import { isBilled } from '../../../core/arrears/obligation-words.ts'
import { obligationFrom, paymentFrom } from './record/money-row.ts'
import type { AccountRow, World } from './world.ts'
import { plansOf, promisedMoney, settlementsOf } from './promised.ts'
import { indexOf, type WorldIndex } from './world-index.ts'
import { isRefused, isUnmade } from '../../../core/model/contact-state.ts'

/** How long a denial at redeem or claim is looked at. */
export const DENIAL_DAYS = 2

/** The same aggregate as the Postgres store loads: see pg/dossier.ts. */
export function memoryDossiers(world: World, persons: readonly PersonId[]): Dossier[] {
  return persons.flatMap((id) => {
    const person = world.persons.get(id)
    return person ? [dossierOf(world, id, person)] : []
  })
}

function dossierOf(world: World, id: PersonId, person: Dossier['person']): Dossier {
  const { externalId, household, locale, regions, zones, closed } = person
  const index = indexOf(world)
  const points = index.points.rowsOf(id)
  const numbers = new Set(points.map((point) => point.number))
  const accounts = index.accounts.rowsOf(id)
  const own = index.contacts.rowsOf(id)
  const holds = holdsOf(world, id, { numbers, regions })
  return {
    person: { id, externalId, household, locale, regions, zones, closed },
    points: points.map(({ id: point, kind, number, line, place, role, valid, former, namedAt }) => {
      const said = { former: former ?? false, namedAt: namedAt ?? null }
      return { id: point, kind, number, line, place, role, valid, ...said }
    }),
    accounts: accounts.map((account) => accountOf(world, account)),
    cases: latestCases(world, id),
    holds: holdsOnAll(holds, accounts, world.now),
    evidence: world.evidence
      .filter((entry) => entry.person === id)
      .map(({ key, account, point, agent, value, at, until }) => {
        return { key, account, point, agent, value, at, until }
      }),
    promises: world.promises
      .filter((promise) => promise.person === id)
      .map(({ person: _person, ...promise }) => promise),
    ...plansOf(world, id),
    ...settlementsOf(world, id),
    ...promisedMoney(world, id, holds),
    contacts: contactsOf(index, id, points, household),
    denied: own.flatMap((row) => deniedOf(world, row)),
    asked: askedOf(world, id),
  }
}

function holdsOf(
  world: World,
  id: PersonId,
  { numbers, regions }: { numbers: ReadonlySet<number>; regions: readonly string[] },
): DossierHold[] {
  return world.holds
    .filter(
      (hold) =>
        hold.person === id ||
        (hold.number !== null && numbers.has(hold.number) && bindsIn(hold.countries, regions)),
    )
    .filter((hold) => hold.placed !== false || (hold.upheldAt ?? null) !== null)
    .map((hold) => {
      const { kind, reason, account, point, number, channel, from, until, lifted, placed } = hold
      const known = placed === false ? from : Math.min(from, world.now)
      const obligation = isBilledIn(world, hold) ? (hold.obligation ?? null) : null
      return { kind, reason, account, point, number, channel, obligation, from: known, until, lifted }
    })
}

/** A hold of an obligation that nobody has billed is of all of the account. */
function isBilledIn(world: World, { account, obligation }: World['holds'][number]): boolean {
  const rows = account === null ? [] : (world.obligations.get(account) ?? [])
  return rows.some((row) => row.externalId === obligation && (isBilled(obligationFrom(row)) || row.cancelled))
}

/** What was said of a number by nobody who is known binds those who may live where it is written so. */
function bindsIn(countries: string[] | null | undefined, regions: readonly string[]): boolean {
  if (countries == null || regions.length === 0) return true
  return regions.some((region) => countries.includes(region.slice(0, 2)))
}

/** The contacts of the person, of others behind its numbers, and of its household. */
function contactsOf(
  index: WorldIndex,
  person: PersonId,
  points: readonly DossierPoint[],
  household: HouseholdId | null,
): DossierContact[] {
  const rows = new Set(index.contacts.rowsOf(person))
  for (const { number } of points) for (const row of index.contactsByNumber.rowsOf(number)) rows.add(row)
  if (household !== null) for (const row of index.contactsByHousehold.rowsOf(household)) rows.add(row)
  return [...rows]
    .filter((row) => !isUnmade(row.state))
    .sort((a, b) => a.id - b.id)
    .map(contactOf)
}

function accountOf(world: World, row: AccountRow): DossierAccount {
  const received = receiptsOf((world.payments.get(row.id) ?? []).map((one) => paymentFrom(one)))
  const { id, externalId, creditor, collector, actor, product, currency, currencies = null } = row
  const { pastDue, balance, anchor, score, collection, endedReason, collectionAt = null } = row
  const { feed, apart = null } = row
  return {
    id,
    externalId,
    creditor,
    collector,
    actor,
    product,
    currency,
    currencies,
    pastDue,
    balance,
    anchor,
    score,
    collection,
    endedReason,
    collectionAt,
    feed,
    apart,
    received,
  }
}

function latestCases(world: World, person: PersonId): DossierCase[] {
  const latest = new Map<number, DossierCase>()
  for (const theCase of indexOf(world).cases.rowsOf(person)) {
    const known = latest.get(theCase.account)
    if (known && known.number > theCase.number) continue
    const { person: _person, openedAt: _openedAt, closedAt: _closedAt, ...own } = theCase
    latest.set(theCase.account, own)
  }
  return [...latest.values()].sort((a, b) => a.id - b.id)
}

function contactOf(row: ContactRow): DossierContact {
  const { id, person, household, accounts, point, number, channel, direction, role, place, purpose } = row
  const { creditor, collector, stage, step, episode, attempt, mandatory, dueOn, epoch, state } = row
  const { notBefore, expiresAt, at, outcome, disposition } = row
  return {
    id,
    person,
    household,
    case: row.case,
    accounts,
    point,
    number,
    channel,
    direction,
    role,
    place,
    purpose,
    creditor,
    collector,
    stage,
    step,
    episode,
    attempt,
    mandatory,
    dueOn,
    epoch,
    state,
    notBefore,
    expiresAt,
    at,
    outcome,
    disposition,
    ...kindOf(row),
  }
}

/** The id of a task is its place in the list. */
function askedOf(world: World, person: PersonId): DossierTask[] {
  return world.humanTasks.flatMap((row, index) => {
    if (row.person !== person) return []
    const { kind, case: caseId, account, rule = null, step = null, episode = null, role, due } = row
    const [answer, answeredAt] = [row.resolution ?? null, row.resolvedAt]
    return [
      { task: index + 1, kind, case: caseId, account, rule, step, episode, role, due, answer, answeredAt },
    ]
  })
}

function deniedOf(world: World, { case: of, state, episode, step, changedAt }: ContactRow): RefusedContact[] {
  if (!isRefused(state) || of === null) return []
  if (episode === null || step === null || changedAt < world.now - DENIAL_DAYS * DAY_MS) return []
  return [{ case: of, episode, step, state, changedAt }]
}

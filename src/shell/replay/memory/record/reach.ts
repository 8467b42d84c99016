import type { CaseId, PersonId } from '../../../../core/base/id.ts'
import { sendReason } from '../../../../core/deliver/send-reason.ts'
import type { LedgerChanges, Affected } from '../../../../core/model/ledger-changes.ts'
import { reviewCase } from '../deliver-review.ts'
import { recordIndexOf } from './indexes.ts'
import { indexOf } from '../world-index.ts'
import type { World } from '../world.ts'
import { isWaiting } from '../../../../core/model/contact-state.ts'

/** The epoch of the open cases that the facts affect is raised, and what they intended is taken back; the others are looked at again. */
export function touchCases(world: World, changes: Pick<LedgerChanges, 'raised' | 'reviewed'>): PersonId[] {
  const raised = casesIn(world, changes.raised)
  for (const id of raised) {
    const theCase = world.cases.get(id)
    if (theCase) theCase.epoch++
  }
  supersede(world, raised)
  const reached = new Set<PersonId>()
  for (const id of new Set([...raised, ...casesIn(world, changes.reviewed)])) {
    reviewCase(world, id, world.now)
    const person = world.cases.get(id)?.person
    if (person !== undefined) reached.add(person)
  }
  return [...reached]
}

function casesIn(world: World, reach: Affected): Set<CaseId> {
  const index = recordIndexOf(world)
  const found = new Set<CaseId>()
  const accounts = new Set(reach.accounts)
  for (const person of reach.persons) for (const id of index.accountsOf.of(person)) accounts.add(id)
  for (const account of accounts)
    for (const theCase of index.casesOf.rowsOf(account)) if (theCase.open) found.add(theCase.id)
  return found
}

function supersede(world: World, cases: ReadonlySet<CaseId>): void {
  const persons = new Set([...cases].flatMap((id) => world.cases.get(id)?.person ?? []))
  for (const row of [...persons].flatMap((person) => indexOf(world).contacts.rowsOf(person))) {
    if (row.case === null || !cases.has(row.case)) continue
    if (!isWaiting(row.state)) continue
    Object.assign(row, { state: 'cancelled', reasons: [sendReason('superseded')], changedAt: world.now })
    const task = world.tasks.get(row.id)
    if (task?.state === 'open') Object.assign(task, { state: 'withdrawn', withdrawnWhy: 'superseded' })
  }
}

import type { PersonId } from '../../../../core/base/id.ts'
import type { LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import { chainOf, engineFacts, insertLinked, linkFacts } from '../../base/chain.ts'
import type { Heads, NewFact } from '../../base/chain.ts'
import { lockAgents, lockHeads, moveHeads } from '../../base/chain-heads.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { saveBrakes } from '../brake-fact.ts'
import { saveAnswers } from '../answer.ts'
import { placesInBlocks } from './blocks.ts'
import { insertAccounts, rezone, updateAccounts } from './account.ts'
import { insertRecorded, insertSealed, updateContacts } from './contact.ts'
import { feedFacts, saveFeedFiles } from '../feed.ts'
import { upsertObligations, upsertPayments, upsertPlans, upsertPromises, upsertSettlements } from './money.ts'
import {
  insertHouseholds,
  insertNumbers,
  insertPersons,
  insertPoints,
  updateDeadNumbers,
  updatePersons,
  updatePoints,
} from './person.ts'
import { countRefused } from './refused.ts'
import { insertEvidence, upsertHolds } from './status.ts'
import { insertFactTasks } from './task.ts'
import { touchCases } from '../reach.ts'

/** One statement per table that the page touches. */
export async function saveLedger(
  tx: SqlTransaction,
  changes: LedgerChanges,
  { heads, enough }: { heads: Heads; enough: number },
): Promise<PersonId[]> {
  const facts = [
    ...changes.facts.map(asNewFact),
    ...feedFacts(changes.feeds),
    ...engineFacts(changes.engineFacts),
  ]
  await lockOthers(tx, facts, { heads, changes })
  await lockAgents(tx, facts, heads)
  const linked = linkFacts(heads, facts, tx.now)
  await insertHouseholds(tx, changes.newHouseholds)
  await insertNumbers(tx, changes.newNumbers)
  await updateDeadNumbers(tx, changes.deadNumbers)
  await insertPersons(tx, changes.newPersons)
  await updatePersons(tx, changes.persons)
  await insertPoints(tx, changes.newPoints)
  await updatePoints(tx, changes.points)
  await insertAccounts(tx, changes.newAccounts, heads)
  const places = await placesInBlocks(tx, changes, enough)
  // One statement each, which run in this order: none waits for the answer to another.
  await Promise.all([
    rezone(tx, changes.rezoned),
    updateAccounts(tx, changes.accounts, { heads, places }),
    upsertObligations(tx, changes.obligations),
    upsertPayments(tx, changes.payments),
    upsertPromises(tx, changes.promises),
    upsertPlans(tx, changes.plans),
    upsertSettlements(tx, changes.settlements),
    upsertHolds(tx, changes.holds),
    insertEvidence(tx, changes.evidence),
    updateContacts(tx, changes.contacts),
    insertRecorded(tx, changes.recorded),
    insertSealed(tx, changes.sealed),
    insertLinked(tx, linked),
  ])
  await saveAnswers(tx, [...changes.answered])
  await saveFeedFiles(tx, changes.feedFiles)
  await saveBrakes(tx, changes.brakes)
  await insertFactTasks(tx, changes.tasks)
  await countRefused(tx, changes.refused)
  const written = new Set([...changes.newAccounts, ...changes.accounts].map(({ id }) => id))
  await moveHeads(
    tx,
    facts.filter(({ account }) => account === null || !written.has(account)),
    heads,
  )
  return touchCases(tx, changes)
}

/** A word about a debtor may answer a refused row of an account that the page does not load: its chain goes on too. */
async function lockOthers(
  tx: SqlTransaction,
  facts: readonly NewFact[],
  { heads, changes: { newPersons, newAccounts } }: { heads: Heads; changes: LedgerChanges },
): Promise<void> {
  const made = new Set([...newPersons.map(({ id }) => `p${id}`), ...newAccounts.map(({ id }) => `a${id}`)])
  const others = facts.filter((fact) => {
    const chain = chainOf(fact)
    return fact.person !== null && !heads.has(chain) && !made.has(chain)
  })
  if (others.length === 0) return
  for (const [chain, head] of await lockHeads(tx, others)) heads.set(chain, head)
}

function asNewFact(fact: LedgerChanges['facts'][number]): NewFact {
  const { person, account, kind, at: happenedAt, source, key, body, digest } = fact
  return { person, account, kind, happenedAt, source, key, body, digest }
}

import { type ClosedByFacts, CLOSED_BY } from '../model/task-word.ts'
import { closersOf, taskTraits } from '../model/human-task.ts'
import { isInHand } from '../model/contact-state.ts'
import { lastDayOf } from '../base/time.ts'
import { type Channel, isByPerson, kindOf } from '../channel/channel.ts'
import { meaningOf } from '../channel/disposition.ts'
import type { Draft } from './draft.ts'
import { isMeant, isStillHeld } from '../model/hold-asked.ts'
import type { LedgerHold, LedgerTask } from '../model/ledger.ts'
import { isDead } from '../model/point-words.ts'

/** What the page of facts was asked for, nobody has to do any more; what it would ask of people and answers itself is not asked. */
export function closeAsked(draft: Draft): void {
  const { ledger, changes } = draft
  for (const task of ledger.tasks) {
    if (task.answeredAt !== null || !closersOf(task.kind).some((by) => hasCome(draft, task, by))) continue
    Object.assign(task, { answer: 'arrived', answeredAt: draft.now })
    changes.answered.add(task)
  }
  changes.tasks = changes.tasks.filter(
    (task) => !closersOf(task.kind).some((by) => OF_NEW.has(by) && hasCome(draft, task, by)),
  )
}

type Asked = Pick<LedgerTask, 'person' | 'account' | 'kind' | 'due'> & { contact?: LedgerTask['contact'] }

/** What says of itself that it is about this question; all else may be older than it. */
const OF_NEW: ReadonlySet<string> = new Set<ClosedByFacts>(['hold_lifted', 'no_optout', 'promise_told'])

function hasCome(draft: Draft, task: Asked, by: string): boolean {
  return isByFacts(by) && COME[by](draft, task)
}

function isByFacts(by: string): by is ClosedByFacts {
  return Object.hasOwn(CLOSED_BY.facts, by)
}

const COME: Record<ClosedByFacts, (draft: Draft, task: Asked) => boolean> = {
  hold_lifted: (draft, task) =>
    (draft.spoken.has(task.person) || isCorrected(draft, task)) && !isHeld(draft, task),
  no_optout: (draft, task) => draft.spoken.has(task.person) && !isHeld(draft, task),
  promise_told: ({ changes }, { account }) =>
    changes.promises.some((promise) => promise.account === account && promise.amount > 0),
  plan_told: ({ changes }, { account }) =>
    changes.plans.some(
      ({ accounts, rates }) => account !== null && accounts.includes(account) && rates.length > 0,
    ),
  settlement_told: ({ changes }, { account }) =>
    changes.settlements.some((one) => one.account === account && one.offeredAt !== null),
  called: wasCalled,
  point_dead: ({ points }, { person }) =>
    [...points].some((point) => point.person === person && isDead(point.words)),
  taken_up: ({ accounts }, { account, due }) =>
    [...accounts].some(
      ({ id, collection, collectionAt }) =>
        id === account && (collection === 'active' || (collectionAt ?? due) > due),
    ),
  nothing_owed: ({ accounts }, { account }) =>
    [...accounts].some(
      ({ id, collection, pastDue }) => id === account && (collection === 'ended' || pastDue <= 0),
    ),
  receipt: ({ contacts }, { contact }) =>
    [...contacts].some(({ id, state }) => id === contact && !isInHand(state)),
}

/** The page has corrected what was disputed; the disputes that were decided are loaded always. */
function isCorrected({ changes }: Draft, { person, kind }: Asked): boolean {
  return isOfUpheld(kind) && changes.holds.some((hold) => hold.person === person && isMeant(hold, kind))
}

function isOfUpheld(kind: string): boolean {
  const { about } = taskTraits(kind)
  return about?.kind === 'dispute' && about.upheld
}

/** All holds are loaded of a person about whom something was said, and of all others those that the ledger corrects. */
function isHeld({ ledger, now }: Draft, task: Asked): boolean {
  const zones = ledger.persons.get(task.person)?.zones ?? []
  const own: LedgerHold[] = [...ledger.holds.values()].filter((hold) => hold.person === task.person)
  return isStillHeld(own, task, { now, today: lastDayOf(zones, now) })
}

/** An agent speaks to whoever answers the telephone. */
function isCall(channel: Channel): boolean {
  return isByPerson(channel) && kindOf(channel).group === 'voice'
}

/** Whether a call was made later than it was asked for, on that account or without naming one. */
function wasCalled({ changes, contacts }: Draft, { person, account, due }: Asked): boolean {
  const made = [
    ...changes.recorded.map((one) => ({ ...one, accounts: one.account === null ? [] : [one.account] })),
    ...[...contacts].map((one) => ({ ...one, direction: 'out' })),
  ]
  return made.some(
    ({ channel, direction, disposition, at, ...one }) =>
      one.person === person &&
      isCall(channel) &&
      direction === 'out' &&
      disposition !== null &&
      meaningOf(disposition).attempt &&
      (at ?? 0) > due &&
      (account === null || one.accounts.length === 0 || one.accounts.includes(account)),
  )
}

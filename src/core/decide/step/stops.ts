import { type Day, type Instant, instantInAll } from '../../base/time.ts'
import { meaningOf } from '../../channel/disposition.ts'
import type { Stopper } from '../../machine/step-situation.ts'
import type { CaseView } from '../case/view.ts'
import { dayReceived } from '../../model/receipt.ts'

/** The day and the instant at which the case entered the stage of a step; no day = it has not been in it in this episode. */
export interface StageEntry {
  day: Day | null
  at: Instant | null
}

/** How often what stops a step has happened since the stage was entered. */
export function stopsSince(view: CaseView, { day, at }: StageEntry, word: Stopper): number {
  if (day === null) return 0
  const since = at ?? instantInAll(view.zones, day)
  switch (word) {
    case 'promise':
      return view.promises.filter(({ status }) => status === 'open').length
    case 'paid_part':
      return view.account.received.filter((money) => {
        const on = dayReceived(money, view.zones)
        return money.amount > 0 && on >= day && on <= view.today
      }).length
    case 'reached':
      return spoken(view, since, (meaning) => meaning.rightParty)
    case 'refused':
      return spoken(view, since, (meaning) => meaning.refused === true)
  }
}

function spoken(
  view: CaseView,
  since: Instant,
  says: (meaning: ReturnType<typeof meaningOf>) => boolean,
): number {
  return view.contacts.filter(
    (contact) =>
      contact.disposition !== null &&
      contact.at !== null &&
      contact.at >= since &&
      contact.accounts.includes(view.account.id) &&
      says(meaningOf(contact.disposition)),
  ).length
}

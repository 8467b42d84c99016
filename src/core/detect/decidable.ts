import type { Instant } from '../base/time.ts'
import { openedCase } from '../model/case.ts'
import type { JustOpened } from '../model/just-opened.ts'
import type { DetectChanges } from './quota.ts'

/** The cases that can be decided before they are written: those of persons about whom the reviews say nothing else that decide has to read first. */
export function decidableOf(changes: DetectChanges, now: Instant): JustOpened {
  const { opened, reopened, unplaced, fallen, turns, accounts } = changes
  const read = [...reopened, ...turns].map(({ account }) => account)
  const others = new Set([...read, ...unplaced, ...fallen].map(({ person }) => person))
  const own = opened.filter(({ account }) => !others.has(account.person))
  const persons = new Set(own.map(({ account }) => account.person))
  return {
    accounts: accounts.filter(({ person }) => persons.has(person)),
    cases: own.map((opening) =>
      Object.assign(openedCase(opening.case, opening, now), { person: opening.account.person }),
    ),
  }
}

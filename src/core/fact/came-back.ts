import { ask } from './ask.ts'
import type { Draft, OnAccount } from './draft.ts'
import type { Telling } from './telling.ts'

/** Operations are asked what to do about money or arrears that came back to an account whose collection had ended. */
export function askAboutEnded(draft: Draft, subject: OnAccount, prepared: Telling): void {
  const { collection, collectionAt } = subject.account
  if (collection !== 'ended' || collectionAt === null || prepared.at <= collectionAt) return
  ask(draft, subject, CAME_BACK, prepared)
}

const CAME_BACK = {
  kind: 'arrears_after_end',
  reason: 'collection has ended, and something is owed again: say whether to reopen it',
} as const

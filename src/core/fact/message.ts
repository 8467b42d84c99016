import { kindOf } from '../channel/channel.ts'
import { type Disposition, meaningOf as effectOf } from '../channel/disposition.ts'
import type { Replies } from '../wording/replies.ts'
import { type Meaning, meaningOf } from '../wording/understand.ts'
import type { FactInput, FactOf } from './fact.ts'

/** Something that the debtor wrote, not what an agent noted. */
export function isMessageFrom(fact: FactInput): fact is FactOf<'contact.recorded'> {
  return fact.type === 'contact.recorded' && fact.direction === 'in' && kindOf(fact.channel).written
}

/** What a fact's message asks for; whoever sends it may have understood it already. */
export function replyIn(fact: FactInput, lists: readonly Replies[]): Meaning | null {
  if (fact.type === 'contact.recorded' && fact.direction === 'in' && asksToStop(fact.disposition))
    return 'optout'
  if (!isMessageFrom(fact) || fact.text === undefined) return null
  return meaningOf(fact.text, lists)
}

function asksToStop(disposition: Disposition): boolean {
  return effectOf(disposition).effect === 'optout'
}

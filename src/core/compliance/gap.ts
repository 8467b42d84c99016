import { OUTCOME_LEVEL } from '../base/list.ts'
import type { Instant, Zone } from '../base/time.ts'
import { passedAfter, passedAt } from './duration.ts'
import { evidenceFor } from './evidence.ts'
import { type Judge, NOTHING, refusal, zonesFor } from './judge.ts'
import type { Terms } from './keys.ts'
import type { RuleOf } from './pack.ts'
import { COUNT_LEVEL } from './parameters.ts'
import type { LegalFile, PastContact, Question } from './question.ts'
import { accountsFor, scopeFilter } from './scope.ts'
import { channelsOf } from './select.ts'

/** How soon after: the latest event of its kind, a contact of the history or dated evidence, must be so long ago. */
export function gapJudge(rule: RuleOf<'gap'>, terms: Terms): Judge {
  const { atLeast, dayOne } = rule.parameters
  const latest = latestEvent(rule, terms)
  const freeAt = (event: Instant, zone: Zone) =>
    (dayOne === 'next' ? passedAfter : passedAt)(event, atLeast, zone, terms.calendar)
  return (question, file) => {
    const event = latest(question, file)
    if (event === null) return NOTHING
    const free = Math.max(...zonesFor(terms, file).map((zone) => freeAt(event, zone)))
    if (question.at >= free) return NOTHING
    return refusal(Number.isFinite(free) ? free : null)
  }
}

function latestEvent(
  rule: RuleOf<'gap'>,
  terms: Terms,
): (question: Question, file: LegalFile) => Instant | null {
  const { after, per } = rule.parameters
  const isEvent = EVENTS[after.event]
  const channels = after.channels ? channelsOf(after.channels) : null
  const same = scopeFilter(per)
  if (!isEvent) {
    return (question, file) => {
      const dates = evidenceFor(after.event, question, file, terms).map((entry) => entry.at)
      return dates.length > 0 ? Math.max(...dates) : null
    }
  }
  return (question, file) => {
    let latest: Instant | null = null
    const accounts = accountsFor(per, question)
    for (const contact of file.history) {
      if (contact.at > question.at || (latest !== null && contact.at <= latest)) continue
      if (channels && !channels.has(contact.channel)) continue
      if (!isEvent(contact) || !accounts.some((account) => same(contact, question, account))) continue
      latest = contact.at
    }
    return latest
  }
}

/** A conversation counts whoever started it; an attempt is ours. */
const EVENTS: Record<string, (contact: PastContact) => boolean> = {
  attempt: (contact) => contact.direction === 'out',
  conversation: (contact) => OUTCOME_LEVEL[contact.outcome] >= COUNT_LEVEL.conversation,
}

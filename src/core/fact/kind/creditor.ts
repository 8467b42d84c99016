import { z } from 'zod'
import { type BrakeScope, isSameScope } from '../../base/brake.ts'
import type { Problem } from '../../base/problem.ts'
import { type Day, isDay } from '../../base/time.ts'
import { CHANNELS } from '../../channel/channel.ts'
import { firstToday } from '../../figures/judge-feed.ts'
import { dayOfFile } from '../../model/feed-file.ts'
import type { LedgerBrake } from '../../model/ledger.ts'
import { noteFile } from '../apply/feed.ts'
import { type Applied, type Draft, refused } from '../draft.ts'
import { day, instant, name } from '../field.ts'
import { unknownCreditor, unknownStrategy } from '../known-scope.ts'
import type { Telling } from '../telling.ts'
import { envelope } from './envelope.ts'
import { type FactKind, type Part, when } from './kind.ts'

/** A creditor's file is whole: its figures are as of that day or instant. */
const completed = z.strictObject({
  type: z.literal('feed.completed'),
  ...envelope,
  creditor: name,
  asOf: z.union([day, instant]),
})
export const feedCompleted: FactKind<typeof completed> = {
  schema: completed,
  key: (fact) => [fact.creditor, fact.asOf],
  names: ['creditor', 'asOf'],
  needs: (fact) => ({
    creditor: fact.creditor,
    feed: { creditor: fact.creditor, completed: completedDay(fact) },
  }),
  supersedes: 'never',
  /** Figures as of a day that had not begun when the file was written would never grow old. */
  sense: (fact) =>
    completedDay(fact) > firstToday(Date.parse(fact.at))
      ? {
          code: 'bad_date',
          path: 'asOf',
          message: 'asOf lies after the instant of the fact itself',
          suggestion: 'asOf: the day or instant whose figures the file holds',
        }
      : null,
  about: 'nobody',
  apply: (draft, _subject, fact, prepared) => applyCompleted(draft, fact, prepared),
}

/** What a brake is on; a field that is left out = any. */
const braked = {
  ...envelope,
  channel: z.enum(CHANNELS).optional(),
  strategy: name.optional(),
  creditor: name.optional(),
  by: name.optional().describe('who does it'),
}

const BRAKE = {
  key: (fact: z.infer<z.ZodObject<typeof braked>>): Part[] => [
    fact.channel,
    fact.strategy,
    fact.creditor,
    when(fact),
  ],
  names: ['at', 'key'],
  needs: ({ creditor }: { creditor?: string | undefined }) => ({ brakes: true, creditor }),
  supersedes: 'never',
} as const

/** Contacts are stopped by hand, and what they wait for is no time of theirs. */
const set = z.strictObject({ type: z.literal('brake.set'), ...braked })
export const brakeSet: FactKind<typeof set> = {
  ...BRAKE,
  schema: set,
  about: 'nobody',
  apply: (draft, _subject, fact, prepared) => applyBrake(draft, fact, prepared),
}

const released = z.strictObject({ type: z.literal('brake.released'), ...braked })
export const brakeReleased: FactKind<typeof released> = {
  ...BRAKE,
  schema: released,
  about: 'nobody',
  apply: (draft, _subject, fact, prepared) => applyBrake(draft, fact, prepared),
}

/** A creditor says that its file is whole. */
function applyCompleted(draft: Draft, fact: z.infer<typeof completed>, prepared: Telling): Applied {
  const unknown = unknownCreditor(draft, fact.creditor, prepared)
  if (unknown) draft.changes.warnings.push(unknown)
  noteFile(draft, { creditor: fact.creditor, day: completedDay(fact), by: 'completed', at: prepared.at })
  return 'taken'
}

function completedDay({ asOf }: z.infer<typeof completed>): Day {
  return isDay(asOf) ? asOf : dayOfFile(Date.parse(asOf))
}

/** Setting a brake that is on changes nothing; only the same words release it. One on what does not exist would hold nothing, and is refused. */
function applyBrake(draft: Draft, fact: z.infer<typeof set | typeof released>, prepared: Telling): Applied {
  const { channel = null, strategy = null, creditor = null, by = prepared.source } = fact
  const scope = { channel, strategy, creditor }
  const on = draft.ledger.brakes.find((one) => one.to === null && isSameScope(one, scope))
  if (fact.type === 'brake.set') {
    if (on) return 'same'
    const unknown = unknownStrategy(draft, strategy, prepared) ?? unknownCreditor(draft, creditor, prepared)
    return unknown ? asNothing(unknown) : putOn(draft, scope, { by, at: prepared.at })
  }
  if (!on) return refused(prepared, 'no_such_brake', 'no brake with this scope is on')
  on.to = Math.max(prepared.at, on.from)
  on.releasedBy = by
  note(draft, on)
  return 'taken'
}

function asNothing(problem: Problem): Problem {
  return { ...problem, message: `${problem.message}: nothing is stopped` }
}

function putOn(draft: Draft, scope: BrakeScope, { by, at }: { by: string; at: number }): Applied {
  const brake: LedgerBrake = { ...scope, id: null, from: at, to: null, by, releasedBy: null }
  draft.ledger.brakes.push(brake)
  note(draft, brake)
  return 'taken'
}

function note({ changes }: Draft, brake: LedgerBrake): void {
  if (!changes.brakes.includes(brake)) changes.brakes.push(brake)
}

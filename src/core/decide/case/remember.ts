import type { Day, Instant } from '../../base/time.ts'
import { assertNever } from '../../base/assert-never.ts'
import type { Dropped, EpisodeMemory } from '../../model/case-memory.ts'

/** Everything that an episode may learn or forget in a review. */
export type Change =
  /** The first review that put the case into the stage; the lag of its ladder then. */
  | { is: 'entered'; stage: string; on: Day; at: Instant; lag: number }
  /** The file changed: the stage and its steps begin anew. */
  | { is: 'stage_forgotten'; stage: string; steps: readonly string[] }
  /** `name` = a step, or an attempt of it. */
  | { is: 'let_go'; name: string; dropped: Dropped }
  | { is: 'brought_back'; name: string }
  | { is: 'refused'; step: string; run: EpisodeMemory['denied'][string] }
  /** A late step whose turn comes at that instant. */
  | { is: 'turn'; step: string; at: Instant }
  /** A refused step that is looked at again then; null = when something changes. */
  | { is: 'again'; step: string; at: Instant | null }
  | { is: 'again_forgotten'; step: string }
  | { is: 'asked'; once: string; on: Day }
  /** A step of the strategy was put to a person: the task itself tells it. */
  | { is: 'given'; step: string; on: Day }
  | { is: 'ask_forgotten'; once: string }
  | { is: 'waits'; stage: string; since: Day }
  /** In shadow mode, the step would have been made on these days. */
  | { is: 'shadow'; step: string; days: readonly Day[] }
  | { is: 'ladder_set_back'; days: number; on: Day }
  | { is: 'ladder_forgotten' }
  | { is: 'entry_set_back'; stage: string; lag: number }
  | { is: 'idle'; from: Day; to: Day }
  /** Brakes that ended before that instant are counted among the idle days. */
  | { is: 'stops_counted'; before: Instant }
  | { is: 'rests'; since: Instant }
  | { is: 'works' }
  | { is: 'is_back' }

/** The one place in which the memory of an episode is written. */
export function remember({ memory }: { memory: Draft }, change: Change): void {
  switch (change.is) {
    case 'entered':
    case 'stage_forgotten':
    case 'waits':
    case 'entry_set_back':
      return rememberStage(memory, change)
    case 'let_go':
      memory.dropped[change.name] = change.dropped
      return
    case 'brought_back':
      delete memory.dropped[change.name]
      return
    case 'refused':
      memory.denied[change.step] = change.run
      return
    case 'turn':
      memory.turn = { ...memory.turn, [change.step]: change.at }
      return
    case 'again':
      memory.again = { ...memory.again, [change.step]: change.at }
      return
    case 'again_forgotten':
      delete memory.again?.[change.step]
      return
    case 'asked':
      memory.tasks = { ...memory.tasks, [change.once]: change.on }
      return
    case 'given':
      memory.tasks = { ...memory.tasks, [change.step]: change.on }
      return
    case 'ask_forgotten':
      memory.tasks = without(memory.tasks ?? {}, change.once)
      return
    case 'shadow':
      memory.shadow = { ...memory.shadow, [change.step]: change.days }
      return
    default:
      return rememberTime(memory, change)
  }
}

type Draft = { -readonly [Key in keyof EpisodeMemory]: Open<EpisodeMemory[Key]> }
type Open<T> = T extends Readonly<Record<string, unknown>> ? { -readonly [Key in keyof T]: T[Key] } : T

type OfStage = 'entered' | 'stage_forgotten' | 'waits' | 'entry_set_back'

function rememberStage(memory: Draft, change: Extract<Change, { is: OfStage }>): void {
  switch (change.is) {
    case 'entered':
      memory.entries[change.stage] = change.on
      memory.enteredAt = { ...memory.enteredAt, [change.stage]: change.at }
      if (change.lag !== 0) memory.entryLag = { ...memory.entryLag, [change.stage]: change.lag }
      return
    case 'stage_forgotten':
      delete memory.entries[change.stage]
      delete memory.enteredAt?.[change.stage]
      for (const step of change.steps) {
        delete memory.dropped[step]
        delete memory.again?.[step]
        delete memory.turn?.[step]
      }
      return
    case 'waits':
      memory.waiting = { ...memory.waiting, [change.stage]: change.since }
      return
    case 'entry_set_back':
      memory.entryLag = { ...memory.entryLag, [change.stage]: change.lag }
      return
    default:
      return assertNever(change)
  }
}

type OfTime =
  | 'ladder_set_back'
  | 'ladder_forgotten'
  | 'idle'
  | 'stops_counted'
  | 'rests'
  | 'works'
  | 'is_back'

function rememberTime(memory: Draft, change: Extract<Change, { is: OfTime }>): void {
  switch (change.is) {
    case 'ladder_set_back':
      memory.lag = { days: change.days, on: change.on }
      return
    case 'ladder_forgotten':
      delete memory.lag
      return
    case 'idle':
      memory.idle = [...(memory.idle ?? []), { from: change.from, to: change.to }]
      return
    case 'stops_counted':
      memory.stopsCounted = change.before
      return
    case 'rests':
      memory.restedAt = change.since
      return
    case 'works':
      delete memory.restedAt
      return
    case 'is_back':
      delete memory.leftOn
      return
    default:
      return assertNever(change)
  }
}

function without<T>(record: Record<string, T>, name: string): Record<string, T> {
  const { [name]: _gone, ...others } = record
  return others
}

import type { BrakeSpan } from '../../base/brake.ts'
import type { Minor } from '../../base/money.ts'
import { type Day, daysBetween, HOUR, type Instant, lastDayOf, type Zone } from '../../base/time.ts'
import type { RiskBand } from '../../model/strategy.ts'
import { meaningOf } from '../../channel/disposition.ts'
import { riskBand } from '../../machine/risk-band.ts'
import type { CompiledStrategy } from '../compiled.ts'
import type {
  AccountFile,
  AskedFile,
  CaseFile,
  ContactFile,
  Dossier,
  PointFile,
} from '../../model/dossier.ts'
import type { EpisodeMemory } from '../../model/case-memory.ts'
import { type PromiseState, promiseStates } from '../promise-state.ts'
import { type QuietSpan, quietSpans } from '../quiet.ts'
import { dataHolds, type IdleSpan } from '../idle.ts'
import { lagOf, type Opening, openingOf } from '../ladder.ts'
import { EpisodeRows } from '../step/rows.ts'
import { type StoppedTime, stoppedTime } from '../stopped.ts'

/** One case as a review sees it: everything that a stage or a step is decided from. */
export interface CaseView {
  file: CaseFile
  account: AccountFile
  compiled: CompiledStrategy
  zones: readonly Zone[]
  now: Instant
  /** The local day of the candidate zone that gets there last. */
  today: Day
  /** The episode: the oldest unpaid due date, or the last one known. */
  anchor: Day
  dpd: number
  pastDue: Minor
  band: RiskBand
  /** A draft: a review may write into it. */
  memory: EpisodeMemory
  rows: EpisodeRows
  promises: PromiseState[]
  quiet: QuietSpan[]
  contacts: readonly ContactFile[]
  person: Dossier['person']
  points: readonly PointFile[]
  /** What humans were asked about the case. */
  asked: readonly AskedFile[]
  /** The last local day on which the debtor was spoken to, on any account. */
  reachedOn: Day | null
  /** Steps that rest after a denial or an expiry. */
  resting: ReadonlyMap<string, Rest>
  /** Time in which nobody could act. */
  idle: IdleSpan[]
  /** As far as brakes are the reason, and the episode does not remember it yet. */
  stopped: StoppedTime
  /** How the episode opens; null = the strategy has no step for that. */
  opening: Opening | null
  /** How many days the ladder of the file lies behind the days past due. */
  lag: number
}

/** Denied: to its own time on the next local day. Expired: for an hour, which no lawful window that has just ended needs. */
export type Rest = { deniedOn: Day } | { until: Instant }

interface Pinned {
  file: CaseFile
  account: AccountFile
  compiled: CompiledStrategy
  brakes?: readonly BrakeSpan[] | undefined
}

export function viewOf(dossier: Dossier, pinned: Pinned, now: Instant): CaseView {
  const { file, account, compiled, brakes = [] } = pinned
  const { zones } = dossier.person
  const today = lastDayOf(zones, now)
  const anchor = account.anchor ?? file.snapshot.lastAnchor
  const promises = promiseStates(account, dossier.promises, zones, now)
  const memory = draftOf(file.snapshot.episodes[anchor])
  const stopped = stoppedTime({ file, account, compiled, memory, zones, now, today }, brakes)
  return laid({
    file,
    account,
    compiled,
    zones,
    now,
    today,
    anchor,
    dpd: daysBetween(anchor, today),
    pastDue: account.pastDue,
    band: riskBand(compiled.strategy, account.score),
    memory,
    rows: new EpisodeRows(file, anchor, dossier.contacts, zones),
    promises,
    quiet: quietSpans(account.id, dossier.holds, promises, zones),
    contacts: dossier.contacts,
    person: dossier.person,
    points: dossier.points,
    asked: (dossier.asked ?? []).filter((one) => one.case === file.id),
    reachedOn: reachedOn(dossier),
    resting: restingSteps(dossier, file, anchor),
    idle: [
      ...(memory.idle ?? []),
      ...dataHolds({ holds: dossier.holds, account: account.id, zones }, now),
      ...stopped.over,
      ...(stopped.lasting ? [stopped.lasting] : []),
    ],
    stopped,
    opening: null,
    lag: 0,
  })
}

/** Works out the ladder of a view that is its own: copying one costs as much as the rest of it. */
function laid(view: CaseView): CaseView {
  view.opening = openingOf(view)
  view.lag = 0
  view.lag = lagOf(view)
  return view
}

/** The same case under another version of its strategy. */
export function viewUnder(view: CaseView, compiled: CompiledStrategy): CaseView {
  return laid({ ...view, compiled, band: riskBand(compiled.strategy, view.account.score) })
}

function draftOf(memory: EpisodeMemory | undefined): EpisodeMemory {
  if (!memory) return { entries: {}, dropped: {}, denied: {} }
  return {
    ...memory,
    entries: { ...memory.entries },
    dropped: { ...memory.dropped },
    denied: { ...memory.denied },
    ...(memory.turn && { turn: { ...memory.turn } }),
    ...(memory.again && { again: { ...memory.again } }),
    ...(memory.enteredAt && { enteredAt: { ...memory.enteredAt } }),
    ...(memory.tasks && { tasks: { ...memory.tasks } }),
    ...(memory.waiting && { waiting: { ...memory.waiting } }),
    ...(memory.shadow && { shadow: { ...memory.shadow } }),
    ...(memory.entryLag && { entryLag: { ...memory.entryLag } }),
  }
}

function reachedOn({ contacts, person }: Dossier): Day | null {
  let last: Instant | null = null
  for (const contact of contacts) {
    if (contact.person !== person.id || contact.at === null || contact.disposition === null) continue
    if (!meaningOf(contact.disposition).rightParty) continue
    if (last === null || contact.at > last) last = contact.at
  }
  return last === null ? null : lastDayOf(person.zones, last)
}

const NOTHING: ReadonlyMap<string, Rest> = new Map()

/** The last of its denials and expiries is what a step rests after. */
function restingSteps({ denied, person }: Dossier, file: CaseFile, episode: Day): ReadonlyMap<string, Rest> {
  if (!denied || denied.length === 0) return NOTHING
  const resting = new Map<string, Rest>()
  for (const { case: id, episode: of, step, state, at } of [...denied].sort((a, b) => a.at - b.at)) {
    if (id !== file.id || of !== episode) continue
    const before = resting.get(step)
    if (state === 'denied') resting.set(step, { deniedOn: lastDayOf(person.zones, at) })
    else if (!before || 'until' in before) resting.set(step, { until: at + HOUR })
  }
  return resting
}

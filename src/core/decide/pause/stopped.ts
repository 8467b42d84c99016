import { type BrakeSpan, stops } from '../../base/brake.ts'
import { type Day, type Instant, instantInAll, lastDayOf, type Zone } from '../../base/time.ts'
import { type EpisodeMemory, firstEntry } from '../../model/case-memory.ts'
import type { DossierAccount, DossierCase } from '../../model/dossier.ts'
import type { CompiledStrategy } from '../case/compiled.ts'
import { isContact } from '../ladder/file-day.ts'
import type { IdleSpan } from './idle.ts'

/** Time in which brakes stopped every channel of the case's stage, as far as it is not yet among the episode's idle days. */
export interface StoppedTime {
  over: IdleSpan[]
  /** The ladder stands still while it lasts. */
  lasting: IdleSpan | null
  /** Brakes that ended before this instant are counted with this review; null = none has ended since the last one. */
  counted: Instant | null
}

const NONE: StoppedTime = { over: [], lasting: null, counted: null }

interface Case {
  file: DossierCase
  account: DossierAccount
  compiled: CompiledStrategy
  memory: EpisodeMemory
  zones: readonly Zone[]
  now: Instant
  today: Day
}

/** The stopped time under the stage in which the last review left the case. */
export function stoppedTime(one: Case, brakes: readonly BrakeSpan[]): StoppedTime {
  const since = countedSince(one)
  if (brakes.length === 0 || since === null) return NONE
  const { zones, now, today } = one
  const own = brakes.filter((brake) => concerns(brake, one) && brake.from < now && (brake.to ?? now) > since)
  const channels = channelsOf(one)
  const spans = spansOf(own, channels, { from: since, to: now })
  const on = own.filter(({ to }) => to === null || to > now)
  const lasting = stopAll(on, channels) ? spans.at(-1) : undefined
  const over = spans.filter((span) => span !== lasting)
  return {
    over: over.map(({ from, to }) => ({ from: lastDayOf(zones, from), to: lastDayOf(zones, to) })),
    lasting: lasting ? { from: lastDayOf(zones, lasting.from), to: today } : null,
    counted: on.length < own.length ? (lasting?.from ?? now) : null,
  }
}

function concerns(brake: BrakeSpan, { file: theCase, account }: Case): boolean {
  const { channel } = brake
  return stops(brake, { channel, strategy: theCase.strategy, creditor: account.creditor })
}

/** Null = the case has not entered a stage in this episode. */
function countedSince({ memory, zones }: Case): Instant | null {
  if (memory.stopsCounted !== undefined) return memory.stopsCounted
  const entered: Day | null = firstEntry(memory)
  return entered === null ? null : instantInAll(zones, entered)
}

function channelsOf({ file: theCase, compiled }: Case): string[] {
  const steps = compiled.stageByName.get(theCase.stage ?? '')?.steps ?? []
  return [...new Set(steps.filter(isContact).map(({ channel }) => channel))]
}

interface Span {
  from: Instant
  to: Instant
}

/** Between two edges of brakes, each channel is stopped or is not. */
function spansOf(brakes: readonly BrakeSpan[], channels: readonly string[], { from, to }: Span): Span[] {
  const edges = [from, to, ...brakes.flatMap((brake) => [brake.from, brake.to ?? to])]
  const inside = [...new Set(edges)].filter((edge) => edge >= from && edge <= to).sort((a, b) => a - b)
  const spans: Span[] = []
  for (const [index, end] of inside.slice(1).entries()) {
    const start = inside[index] ?? end
    const on = brakes.filter((brake) => brake.from <= start && (brake.to ?? to) >= end)
    if (!stopAll(on, channels)) continue
    const last = spans.at(-1)
    if (last?.to === start) last.to = end
    else spans.push({ from: start, to: end })
  }
  return spans
}

function stopAll(brakes: readonly BrakeSpan[], channels: readonly string[]): boolean {
  const isStopped = (name: string) => brakes.some(({ channel }) => channel === null || channel === name)
  return channels.length > 0 && channels.every(isStopped)
}

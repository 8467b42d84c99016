import type { Problem } from '../../core/base/problem.ts'
import { addDays } from '../../core/base/time.ts'
import type { Day, Instant } from '../../core/base/time.ts'
import type { ReplayEngine, ReplayResult } from './engine.ts'
import type { TimedRow } from './fact-file.ts'

/** Inclusive UTC days. */
export interface ReplaySpan {
  from: Day
  to: Day
}

export interface Replayed {
  result: ReplayResult
  /** Facts that the engine refused, with their lines. */
  problems: Problem[]
  /** The problems of facts that it took all the same. */
  warnings: readonly Problem[]
}

export function startOf(span: ReplaySpan): Instant {
  return Date.parse(`${span.from}T00:00:00Z`)
}

/** The first instant that is not played any more. */
export function endOf(span: ReplaySpan): Instant {
  return Date.parse(`${addDays(span.to, 1)}T00:00:00Z`)
}

/** What was recorded before the span is loaded, the span is played, and what came of it is read. */
export async function replay(
  engine: ReplayEngine,
  facts: readonly TimedRow[],
  span: ReplaySpan,
): Promise<Replayed> {
  const start = startOf(span)
  const past = facts.filter((timed) => timed.recordedAt < start)
  const problems = await engine.load(past)
  problems.push(...(await engine.play(facts.slice(past.length), endOf(span))))
  return { result: await engine.result(), problems, warnings: engine.warnings() }
}

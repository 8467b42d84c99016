/** The place at which something is measured, by the labels of its metric. */
export type Place = Readonly<Record<string, string>>

export interface AlarmFile {
  /** The gauge that carries the measure, one sample per place. */
  metric: string
  /** The gauge's labels. */
  labels: readonly string[]
  /** The gauge says this as its help. */
  measures: string
  /** It rings while the measure is above, or below, this. */
  limit: { above: number } | { below: number }
  /** Seconds from the fault until the measure passes the limit, at most. */
  ringsAfter: number
  /** An engine loop stands still: `/health` answers 503. */
  fails?: true
  /** A promise of the engine is broken. */
  promise?: true
  /** The real clock alone can tell: virtual time jumps. */
  byRealClock?: true
  /** It takes a pass over the whole book, which is made every four minutes at least; `/health` does not wait for it. */
  slow?: true
  says(this: void, place: Place, measure: number): string
  wayOut: string
}

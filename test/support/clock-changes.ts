import { IANAZone } from 'luxon'

/** A jump of a zone's wall clock, found by luxon alone. Offsets in milliseconds ahead of UTC. */
export interface ClockChange {
  zone: string
  at: number
  before: number
  after: number
}

const MINUTE = 60_000
/** No zone changes its clock twice within it: the shortest pair, around Ramadan, is five weeks apart. */
const STEP = 21 * 24 * 60 * MINUTE

/** Every change of every zone between two dates. */
export function clockChanges(from: string, to: string): ClockChange[] {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)]
  return Intl.supportedValuesOf('timeZone').flatMap((zone) => changesOf(zone, first, last))
}

function changesOf(zone: string, first: number, last: number): ClockChange[] {
  const luxon = IANAZone.create(zone)
  const offset = (at: number) => luxon.offset(at) * MINUTE
  const found: ClockChange[] = []
  let before = offset(first)
  for (let at = first + STEP; at < last; at += STEP) {
    const after = offset(at)
    if (after === before) continue
    let [low, high] = [at - STEP, at]
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE
      if (offset(middle) === before) low = middle
      else high = middle
    }
    found.push({ zone, at: high, before, after })
    before = after
  }
  return found
}

/** One zone for each different change. */
export function kindsOf(changes: readonly ClockChange[]): ClockChange[] {
  const seen = new Map(changes.map((change) => [`${change.at}/${change.before}/${change.after}`, change]))
  return [...seen.values()]
}

/** What the wall shows, on a clock that ignores the zone, within weeks of the change. */
export function shownAt({ at, before, after }: ClockChange, instant: number): number {
  return instant + (instant < at ? before : after)
}

import type { Region } from '../base/region.ts'
import type { Reading } from './telling.ts'

export interface Reader {
  /** Whether the debtor is known to have it, by its keyed hash. */
  has: (hash: string) => boolean
  /** The regions in which the debtor may live. */
  regions: readonly Region[]
}

/** What a debtor means who writes so: a number that he has; else one of his own country; else what it says to everybody. Null where several subscribers may be meant: nobody guesses. */
export function readingOf<R extends Reading>(readings: readonly R[], { has, regions }: Reader): R | null {
  const home = new Set(regions.map((region) => region.slice(0, 2)))
  const ofHome = ({ of }: R): boolean => of.some((country) => home.has(country))
  const dialledAtHome = ({ under }: R): boolean => under !== null && home.has(under)
  const anywhere = readings.filter(({ under }) => under === null)
  const sure = readings.filter((reading) => reading.sure)
  return (
    readings.find(({ hash }) => has(hash)) ??
    anywhere.find((reading) => reading.sure && ofHome(reading)) ??
    sure.find(dialledAtHome) ??
    anywhere.find((reading) => reading.sure) ??
    readings.find(dialledAtHome) ??
    anywhere[0] ??
    onlyOne(sure)
  )
}

function onlyOne<R extends Reading>(readings: readonly R[]): R | null {
  const [first] = readings
  return first && readings.every(({ hash }) => hash === first.hash) ? first : null
}

/** What is kept of a number that nobody is known to have, by its hash: all that it may be, each for those who would write it so; null = for everybody. */
export function suppressed(readings: readonly Reading[]): Map<string, string[] | null> {
  const kept = new Map<string, string[] | null>()
  const [first] = readings.filter(({ under }) => under === null)
  if (first) kept.set(first.hash, null)
  for (const { hash, under } of readings) {
    const known = kept.get(hash)
    if (under !== null && known !== null) kept.set(hash, [...new Set([...(known ?? []), under])].sort())
  }
  return kept
}

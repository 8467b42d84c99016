import { type Instant, isoOf } from './time.ts'

/** This text replaces a value that is stored and cannot be told, so that the rest can be. */
export function unreadable(why: string): string {
  return `this value cannot be read: ${why}`
}

const LATEST = 8.64e15

/** An instant in UTC; one that no clock shows is named in its place. */
export function toldAt(at: Instant): string {
  if (Math.abs(at) <= LATEST) return isoOf(at)
  return unreadable(Number.isNaN(at) ? 'out of range' : at > 0 ? 'infinity' : '-infinity')
}

export function toldOrNull(at: Instant | null): string | null {
  return at === null ? null : toldAt(at)
}

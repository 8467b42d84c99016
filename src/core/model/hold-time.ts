import type { Day, Instant } from '../base/time.ts'
import type { DossierHold } from './dossier.ts'

/** The answer is whether a hold runs at that instant, which lies on that local day. */
export function runsAt(
  { from, until, lifted }: Pick<DossierHold, 'from' | 'until' | 'lifted'>,
  at: Instant,
  on: Day,
): boolean {
  return from <= at && (lifted === null || lifted > at) && (until === null || until >= on)
}

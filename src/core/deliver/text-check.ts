import type { Instant } from '../base/time.ts'
import type { Dossier } from '../decide/dossier.ts'
import type { Suspicion } from '../wording/reader.ts'

/** Evidence that a human has read what this person's name makes of our texts. */
export const TEXT_CLEARED = 'text.cleared'

/** What the values have made of a text: content that the law may forbid there, and content that is lawful nowhere. */
export interface Brought {
  suspects: string[]
  never: string[]
}

export function broughtBy(found: readonly Suspicion[], dossier: Dossier, now: Instant): Brought {
  const tokens = (lawful: Suspicion['lawful']) => [
    ...new Set(found.filter((one) => one.lawful === lawful).map(({ token }) => token)),
  ]
  return { never: tokens('never'), suspects: isCleared(dossier, now) ? [] : tokens('in_context') }
}

function isCleared({ evidence }: Dossier, now: Instant): boolean {
  const said = evidence.filter(
    ({ key, at, until }) => key === TEXT_CLEARED && at <= now && (until === null || until > now),
  )
  const last = said.sort((a, b) => b.at - a.at)[0]
  return last !== undefined && last.value !== false
}

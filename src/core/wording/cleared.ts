import type { Instant } from '../base/time.ts'
import type { SendingDossier } from '../model/dossier.ts'

/** What a human said of what this person's name makes of our texts: cleared, or not. */
export const TEXT_CLEARED = 'text.cleared'

/** Null = nobody has read it. */
export function clearedAs({ evidence }: SendingDossier, now: Instant): boolean | null {
  const said = evidence.filter(
    ({ key, at, until }) => key === TEXT_CLEARED && at <= now && (until === null || until > now),
  )
  const [last] = said.sort((a, b) => b.at - a.at)
  return last ? last.value !== false : null
}

import type { ContactId } from '../../../core/base/id.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import { pick } from '../base/columns.ts'
import { CONTACT, OWNING_ACCOUNT } from '../row/contact.ts'

/** What the planner says of a contact; its account, point and person say the rest. */
export const PLANNED = {
  ...pick(CONTACT, 'person', 'case', 'point', 'channel', 'purpose', 'automation', 'stage', 'step'),
  ...pick(CONTACT, 'episode', 'attempt', 'mandatory', 'dueOn', 'dpd', 'template', 'durationMinutes'),
  ...pick(CONTACT, 'epoch', 'notBefore', 'expiresAt', 'reasons'),
  ...OWNING_ACCOUNT,
}

export interface Planned {
  /** Ids by contact key. */
  contacts: ReadonlyMap<string, ContactId>
  /** The jobs of those that are queued. */
  jobs: ContactJob[]
  /** It writes what is not written yet. */
  write: () => Promise<unknown>
}

interface ContactKey {
  case: number | null
  episode: string | null
  step: string | null
  attempt: number | null
}

/** How a contact just written is found again by the record of its planning. */
export function keyOf({ case: caseId, episode, step, attempt }: ContactKey): string {
  return `${caseId}/${episode}/${step}/${attempt}`
}

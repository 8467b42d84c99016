import type { CaseId, ContactId, PersonId } from '../../core/base/id.ts'

/** The queue, which only wakes workers. A lost job changes nothing but the moment. */
export interface Bell {
  /** One job per contact on its channel's queue, id `c-<contact>-<wake number>`; an id that is still waiting is a no-op. */
  ringContacts(rings: ContactRing[]): Promise<void>
  /** Pages of persons whose cases are due; nothing is added while enough pages wait. */
  ringDecide(pages: PersonId[][]): Promise<void>
  /** One page of whoever is due, and whoever was put aside and is to be tried again. */
  ringDue(): Promise<void>
  ringDetect(): Promise<void>
  ringRelay(): Promise<void>
}

export interface ContactRing {
  contact: ContactId
  person: PersonId
  case: CaseId
  channel: string
  ring: number
}

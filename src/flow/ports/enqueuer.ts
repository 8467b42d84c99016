import type { CaseId, ContactId, PersonId } from '../../core/base/id.ts'

/** The queue, which only wakes workers. A lost job changes nothing but the moment. */
export interface Enqueuer {
  /** Jobs of some contacts each on their channel's queue; the same contacts again are a no-op while their job waits. */
  enqueueContacts(rings: ContactJob[]): Promise<void>
  /** The same for contacts that were enqueued long ago, whose jobs may be lost: of each block at most one more job waits, however often it is asked for. */
  enqueueContactsAgain(rings: ContactJob[]): Promise<void>
  /** Pages of persons whose cases are due; nothing is added while enough pages wait. */
  enqueueReviews(pages: PersonId[][]): Promise<void>
  /** One page of whoever is due, and whoever was put aside and is to be tried again. */
  enqueueDue(): Promise<void>
  enqueueDetect(): Promise<void>
  enqueueRelay(): Promise<void>
}

/** A job has about so many contacts: what it costs Redis and its worker is then little beside what a contact costs. */
export const CONTACTS_PER_JOB = 25

/** Contacts whose ids follow each other are a block. */
export function blockOf({ contact }: Pick<ContactJob, 'contact'>): number {
  return Math.floor(contact / CONTACTS_PER_JOB)
}

export interface ContactJob {
  contact: ContactId
  person: PersonId
  case: CaseId
  channel: string
  ring: number
}

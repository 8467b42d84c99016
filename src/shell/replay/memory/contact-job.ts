import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'

/** The job that wakes the worker of the contact's channel. */
export function contactJobOf(row: ContactRow): ContactJob[] {
  const { id: contact, person, channel, ring } = row
  return row.case === null ? [] : [{ contact, person, case: row.case, channel, ring }]
}

import { hash } from 'node:crypto'
import { z } from 'zod'
import { CaseId, ContactId, PersonId } from '../../core/base/id.ts'
import type { ContactRef } from '../../flow/ports/deliver.ts'
import { blockOf, CONTACTS_PER_JOB, type ContactJob } from '../../flow/ports/enqueuer.ts'

/** A job of one contact, by name. */
const One = z.strictObject({ contact: ContactId, person: PersonId, case: CaseId })
/** A job of several: contact, person and case of each. */
const Several = z.strictObject({ contacts: z.array(z.tuple([ContactId, PersonId, CaseId])).min(1) })

export interface QueuedJob {
  name: 'contact' | 'contacts'
  data: z.input<typeof One> | z.input<typeof Several>
  opts: { jobId: string }
}

const MOST_PER_JOB = 40

/** The contacts of one channel as jobs, which hold ids only. The contacts' ids alone say where one job ends and the next begins: whoever enqueues the same contacts again makes the same jobs, which are no-ops while those wait. */
export function contactJobs(rings: readonly ContactJob[]): QueuedJob[] {
  return partsOf([...rings].sort((a, b) => a.contact - b.contact)).map(jobOf)
}

/** The contacts of one channel by block: a job is named by its block and not by who is in it, so that whoever has left the block meanwhile makes no other job of it. `usual`: the name of the job that they may have had from the beginning. */
export function blockJobs(rings: readonly ContactJob[]): { job: QueuedJob; usual: string }[] {
  const blocks = new Map<number, ContactJob[]>()
  for (const ring of [...rings].sort((a, b) => a.contact - b.contact)) {
    const block = blockOf(ring)
    blocks.set(block, [...(blocks.get(block) ?? []), ring])
  }
  return [...blocks].map(([block, own]) => {
    const job = jobOf(own)
    return { job: { ...job, opts: { jobId: `b-${block}` } }, usual: job.opts.jobId }
  })
}

function partsOf(rings: readonly ContactJob[]): ContactJob[][] {
  const parts: ContactJob[][] = []
  for (const ring of rings) {
    const last = parts.at(-1)
    if (last && last.length < MOST_PER_JOB && ring.contact % CONTACTS_PER_JOB !== 0) last.push(ring)
    else parts.push([ring])
  }
  return parts
}

function jobOf(rings: ContactJob[]): QueuedJob {
  const opts = { jobId: idOf(rings) }
  const [ring] = rings
  if (ring && rings.length === 1) {
    const { contact, person } = ring
    return { name: 'contact', data: { contact, person, case: ring.case }, opts }
  }
  const contacts = rings.map((one): [ContactId, PersonId, CaseId] => [one.contact, one.person, one.case])
  return { name: 'contacts', data: { contacts }, opts }
}

/** `c-<contact>-<wake number>`, or `c-<first contact>x<how many>-<a digest of all of them>`. */
function idOf(rings: readonly ContactJob[]): string {
  const [first] = rings
  if (!first || rings.length === 1) return `c-${first?.contact}-${first?.ring}`
  const all = rings.map(({ contact, ring }) => `${contact}-${ring}`).join()
  return `c-${first.contact}x${rings.length}-${hash('sha256', all).slice(0, 16)}`
}

/** How many contacts the job of that id has. */
export function contactsIn(jobId: string): number {
  return Number(/^c-\d+x(\d+)-/.exec(jobId)?.[1] ?? 1)
}

/** The contacts of a job. */
export function contactsOf(data: unknown): ContactRef[] {
  if (typeof data === 'object' && data !== null && 'contacts' in data)
    return Several.parse(data).contacts.map(([contact, person]) => ({ contact, person }))
  const { contact, person } = One.parse(data)
  return [{ contact, person }]
}

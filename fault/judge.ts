import { checkInvariants } from '../src/shell/pg/watch/invariants.ts'
import type { Database } from '../src/shell/pg/base/database.ts'
import type { Member } from './book.ts'
import type { Entry } from './journal.ts'

/** What became of each member of a book. */
export interface Outcome {
  account: string
  /** Messages that the gateway took, calls and visits that somebody began. */
  made: number
  /** Nothing is to come of it: contacted and settled, offered, or paid. */
  resolved: boolean
  /** What is known of it, for the finding. */
  states: string[]
}

interface Row {
  account: string
  pastDue: number
  contact: number | null
  state: string | null
  reference: string | null
  offered: boolean
}

const ROWS = `
  select a.external_id as account, a.past_due as "pastDue", c.id as contact, c.state, c.client_ref as reference,
    exists (select 1 from call_task t where t.person_id = c.person_id and t.contact_id = c.id)
      or exists (select 1 from visit_ticket v where v.person_id = c.person_id and v.contact_id = c.id) as offered
  from account a left join contact c on c.person_id = a.person_id and c.account_id = a.id
    and c.case_id is not null and c.direction = 'out'
  where a.external_id = any ($1)`

const SETTLED = ['sent', 'delivered']
const TO_COME = ['planned', 'queued', 'sending', 'unknown']

/** The gateway's journal and the desk's against Postgres. */
export async function outcomesOf(
  db: Database,
  book: readonly Member[],
  made: { accepted: readonly Entry[]; started: readonly number[] },
): Promise<Outcome[]> {
  const rows = await db.query<Row>(ROWS, [book.map(({ account }) => account)])
  const accepted = counted(made.accepted.map(({ reference }) => reference))
  const started = counted(made.started)
  const receipts = new Set<string | null>(
    made.accepted.filter(({ receipt }) => receipt).map(({ reference }) => reference),
  )
  return book.map((member) => {
    const own = rows.filter(({ account }) => account === member.account)
    const times = own.map(
      ({ reference, contact }) => (accepted.get(reference ?? '') ?? 0) + (started.get(contact ?? 0) ?? 0),
    )
    return {
      account: member.account,
      made: times.reduce((sum, count) => sum + count, 0),
      resolved:
        isResolved(member, own) &&
        own.every((row) => !receipts.has(row.reference) || row.state === 'delivered'),
      states: own.map(({ state }) => state ?? 'no contact'),
    }
  })
}

function isResolved({ channel, pays }: Member, own: readonly Row[]): boolean {
  if (channel !== 'sms') return own.some(({ offered }) => offered)
  if (own.some(({ state }) => state !== null && TO_COME.includes(state))) return false
  if (pays && own.some(({ pastDue }) => pastDue === 0)) return true
  return own.some(({ state }) => state !== null && SETTLED.includes(state))
}

function counted<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Broken promises by name: `I1 contact 12`. */
export async function brokenPromises(db: Database): Promise<string[]> {
  const results = await checkInvariants(db)
  return results.flatMap(({ id, violations }) => violations.map((row) => `${id} ${row}`))
}

/** What was seen of a run, with what is wrong in it. */
export interface Judged {
  twice: number
  /** The number of messages taken without a permit that was committed and still held. */
  unlawful: number
  /** The number of contacts that are due and were not resolved within the run. */
  lost: number
  /** Broken promises (I1 to I11), and workers that ended by themselves. */
  violations: number
  findings: string[]
}

interface Ended {
  outcomes: readonly Outcome[]
  /** What the gateway took. */
  accepted: readonly Entry[]
  /** Promises that were broken, by name. */
  violated: readonly string[]
  /** Workers that ended by themselves. */
  deaths: readonly string[]
}

export function judged({ outcomes, accepted, violated, deaths }: Ended): Judged {
  const double = outcomes.filter(({ made }) => made > 1)
  const unresolved = outcomes.filter(({ resolved }) => !resolved)
  const wrong = accepted.filter((entry) => entry.wrong && entry.wrong !== 'unasked')
  return {
    twice: double.length,
    unlawful: wrong.length,
    lost: unresolved.length,
    violations: violated.length + deaths.length,
    findings: [
      ...double.map(({ account, made }) => `${account} was contacted ${made} times`),
      ...wrong.map(({ reference, wrong: why }) => `${reference} was taken: ${why}`),
      ...unresolved.map(({ account, states }) => `${account} was lost: ${states.join(', ') || 'not stored'}`),
      ...violated,
      ...deaths.map((worker) => `${worker} ended by itself`),
    ],
  }
}

export function isFaulty({ twice, unlawful, lost, violations }: Judged): boolean {
  return twice + unlawful + lost + violations > 0
}

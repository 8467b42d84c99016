import { Worker } from 'bullmq'
import type pg from 'pg'
import type { HttpReply, HttpRequest } from '../src/providers/adapter.ts'
import { type Batch, eachInBatches, JOBS } from '../src/shell/batch/in-batches.ts'
import type { Work } from './harness.ts'
import { type PlainWorker, workOff } from './plain-worker.ts'

/** Once-only by hand: a row before the call and a row after it, each committed; whoever finds the row already there asks the provider instead of calling again. Nobody is asked whether it may be sent. */
export interface HandWorker extends PlainWorker {
  pool: pg.Pool
  /** True = the rows of the jobs in flight are written together, a page at a time, as the engine does; false = each job writes its own. */
  gathers: boolean
}

/** A message as its job carries it. */
export interface HandJob {
  reference: string
  request: HttpRequest
  /** The question that is asked instead of a repeat. */
  question: HttpRequest
}

export const HAND_TABLE = `
  drop table if exists hand_send;
  create table hand_send (
    reference text primary key, state text not null, answer text, provider_ref text,
    created_at timestamptz not null default now(), changed_at timestamptz not null default now())`

const BEFORE = `
  insert into hand_send (reference, state) select reference, 'sending' from unnest($1::text[]) as u (reference)
  on conflict do nothing returning reference`

const AFTER = `
  update hand_send h set state = u.state, answer = u.answer, provider_ref = u.provider_ref, changed_at = now()
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as u (reference, state, answer, provider_ref)
  where h.reference = u.reference and h.state in ('sending', 'unknown')`

interface Outcome {
  reference: string
  state: string
  answer: string
  providerRef: string | null
}

export function handWorker(hand: HandWorker, jobs: readonly HandJob[]): Promise<Work> {
  const claim: Batch<string, boolean> = async (references) => {
    const { rows } = await hand.pool.query<{ reference: string }>({
      name: 'hand-before',
      text: BEFORE,
      values: [references],
    })
    const mine = new Set(rows.map(({ reference }) => reference))
    return references.map((reference) => mine.has(reference))
  }
  const keep: Batch<Outcome, null> = async (outcomes) => {
    const values = [
      outcomes.map(({ reference }) => reference),
      outcomes.map(({ state }) => state),
      outcomes.map(({ answer }) => answer),
      outcomes.map(({ providerRef }) => providerRef),
    ]
    await hand.pool.query({ name: 'hand-after', text: AFTER, values })
    return outcomes.map(() => null)
  }
  const claimOne = hand.gathers ? eachInBatches(claim, JOBS) : each(claim)
  const keepOne = hand.gathers ? eachInBatches(keep, JOBS) : each(keep)
  return workOff(hand, jobs, (connection, options) => {
    return new Worker<HandJob>(
      'plain',
      async ({ data: { reference, request, question } }) => {
        const first = await claimOne(reference)
        const reply = await hand.client.exchange(first ? request : question, 10_000)
        await keepOne(first ? outcomeOf(reference, reply) : sightingOf(reference, reply))
      },
      { connection, ...options },
    )
  })
}

function each<Item, Answer>(batch: Batch<Item, Answer>): (item: Item) => Promise<Answer> {
  return async (item) => {
    const [answer] = await batch([item])
    return answer as Answer
  }
}

function outcomeOf(reference: string, reply: HttpReply): Outcome {
  if (reply.kind !== 'answered') return { reference, state: 'unknown', answer: reply.code, providerRef: null }
  const accepted = reply.status < 300
  const { id = null } = (reply.body ?? {}) as { id?: string | null }
  const state = accepted ? 'sent' : reply.status < 500 ? 'failed' : 'unknown'
  return { reference, state, answer: String(reply.status), providerRef: accepted ? id : null }
}

function sightingOf(reference: string, reply: HttpReply): Outcome {
  const { messages = [] } = (reply.kind === 'answered' ? (reply.body ?? {}) : {}) as {
    messages?: { id: string }[]
  }
  const [found] = messages
  return {
    reference,
    state: found ? 'sent' : 'unknown',
    answer: 'asked',
    providerRef: found?.id ?? null,
  }
}

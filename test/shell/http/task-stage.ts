import { ContentHash } from '../../../src/core/base/id.ts'
import type { ActiveConfig } from '../../../src/flow/ports/config.ts'
import { loadDossiers } from '../../../src/shell/pg/dossier/dossier.ts'
import { taskStore } from '../../../src/shell/pg/task/task.ts'
import { MACHINE_NOW, testApi } from './api.ts'
import { recorder } from './recorder.ts'
import { seedCase } from './seed.ts'

/** An API whose agents have calls in hand. */
export async function taskStage() {
  const api = await testApi((database) => {
    const recording = recorder(database)
    return {
      ...recording,
      tasks: {
        store: taskStore(database.db, { vault: recording.vault, loadDossiers }),
        config: {
          active: async () => noConfig,
          strategyByHash: () => Promise.reject(new Error('no strategy')),
        },
        permit: () => () => {
          throw new Error('these tests come to no judgement')
        },
        machine: { now: () => MACHINE_NOW },
        voice: { callback: '', paylink: '', optout: '' },
        record: (facts) => recording.record(facts),
      },
    }
  })
  const ids = await seedCase(api.database.db)

  /** A call that ann has in hand (or whose row is as given). */
  async function task(row: Record<string, string | null> = {}): Promise<number> {
    const { db } = api.database
    const [contact] = await db.query<{ id: number }>(
      `insert into contact (person_id, case_id, account_id, accounts, channel, creditor, collector, stage, step, episode, attempt, state,
         agent, lease_token, at, created_at, changed_at)
       select $1, $2, $3, array[$3::bigint], 'call', 'acme', 'acme', 'calls', 'call', '2026-03-01', count(*) + 1, 'sending',
         'ann', gen_random_uuid(), '2026-03-10T14:55:00Z', now(), now() from contact returning id`,
      [ids.person, ids.case, ids.account],
    )
    const { state = 'started', claimed_by = 'ann', withdrawn_why = null } = row
    const { started_at = '2026-03-10T14:55:00Z' } = row
    await db.query(
      `insert into call_task (person_id, contact_id, case_id, rank, state, offered_at, expires_at, claimed_by, started_at, withdrawn_why)
       values ($1, $2, $3, 1.5, $4, '2026-03-10T14:00:00Z', '2026-03-10T23:00:00Z', $5, $7, $6)`,
      [ids.person, contact?.id, ids.case, state, claimed_by, withdrawn_why, started_at],
    )
    return contact?.id ?? 0
  }

  async function post(
    url: string,
    payload: Record<string, unknown>,
  ): Promise<[number, Record<string, unknown>]> {
    const answer = await api.app.inject({ method: 'POST', url, payload, headers: api.key('tasks:work') })
    return [answer.statusCode, answer.body === '' ? {} : answer.json()]
  }

  return { api, ids, task, post }
}

const noConfig: ActiveConfig = {
  id: 1,
  hash: ContentHash.parse('a'.repeat(64)),
  schedules: {
    strategies: [],
    packs: [],
    calendars: [],
    templates: [],
    wording: [],
    replies: [],
    ticks: { ticks: [], rates: {} },
  },
}

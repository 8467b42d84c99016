import { describe, expect, it } from 'vitest'
import type { PersonId } from '../../../src/core/base/id.ts'
import { decidePage } from '../../../src/flow/decide.ts'
import { memoryDossiers } from '../../../src/shell/replay/memory/dossier.ts'
import { at } from '../../core/decide/build.ts'
import { decideContract } from './decide.contract.ts'
import { holdsAndTasksContract } from './holds-and-tasks.contract.ts'
import { memoryStage } from './memory-stage.ts'
import { parkedContract } from './parked.contract.ts'
import { pgStage } from './pg-stage.ts'
import { seededWorld } from './stage.ts'

decideContract('memory', memoryStage)
decideContract('Postgres', pgStage)
holdsAndTasksContract('memory', memoryStage)
holdsAndTasksContract('Postgres', pgStage)
parkedContract('memory', memoryStage)
parkedContract('Postgres', pgStage)

describe('the dossier', () => {
  it('the dossier is the same from Postgres and from memory', async () => {
    const stage = await pgStage()
    const persons = [1, 2, 3, 4] as never[]
    try {
      expect(await stage.dossiers(persons)).toEqual(memoryDossiers(seededWorld(), persons))
    } finally {
      await stage.close()
    }
  })
})

describe('several deciders at once', () => {
  it('a decider that found less than a page, since another one holds the rest, looks again; one that got none does not', async () => {
    const stage = await pgStage()
    const beside = (held: number) =>
      stage.db.transaction(async (tx) => {
        await tx.query('select from person order by id limit $1 for update', [held])
        return decidePage(stage.deps, 2)
      })
    try {
      expect(await beside(10)).toMatchObject({ persons: 0, more: false })
      expect(await beside(3)).toMatchObject({ persons: 1, more: true })
      expect(await decidePage(stage.deps, 2)).toMatchObject({ persons: 2, more: true })
      expect(await decidePage(stage.deps, 2)).toMatchObject({ persons: 1, more: false })
    } finally {
      await stage.close()
    }
  })
  it('a page whose due cases are all of a few persons is not the last one', async () => {
    const stage = await pgStage()
    try {
      const copied = (table: string, of: string) =>
        stage.owner.query(
          `insert into ${table} overriding system value
           select (jsonb_populate_record(t, ${of})).* from ${table} t, generate_series(1, 8) n where t.id = 1`,
        )
      await copied('account', `jsonb_build_object('id', 100 + n, 'external_id', 'X' || n)`)
      await copied('collection_case', `jsonb_build_object('id', 100 + n, 'account_id', 100 + n)`)
      expect(await decidePage(stage.deps, 2)).toMatchObject({ persons: 1, more: true })
    } finally {
      await stage.close()
    }
  })
  it('several deciders decide each person once', async () => {
    const stage = await pgStage()
    try {
      const pages = await Promise.all([1, 2, 3, 4].map(() => decidePage(stage.deps, 10)))
      expect(pages.reduce((sum, page) => sum + page.moved, 0)).toBe(5)
      expect((await stage.cases()).map(({ version }) => version)).toEqual([1, 1, 1, 1, 1])
      expect((await stage.facts()).filter((line) => line.includes('stage_entered'))).toHaveLength(4)
    } finally {
      await stage.close()
    }
  })
})

describe('a contact that is queued already, and a task that is offered', () => {
  it('contacts and tasks are taken back when the step no longer holds', async () => {
    const stage = await pgStage()
    try {
      await decidePage(stage.deps, 10)
      await stage.setNow(at('2026-03-02 02:00'))
      await decidePage(stage.deps, 10)
      await stage.db.query(
        `update contact set state = 'queued', stage = 'other' where case_id = 3 and state = 'planned'`,
      )
      await stage.db.query(
        `insert into call_task (person_id, contact_id, case_id, rank, offered_at, expires_at)
         select person_id, id, case_id, 1, now(), now() from contact where case_id = 3 and state = 'queued'`,
      )
      await stage.db.query(`update collection_case set next_review_at = opened_at where id = 3`)
      await decidePage(stage.deps, 10, [2 as PersonId])
      expect((await stage.contacts()).filter((row) => row.case === 3)).toMatchObject([{ state: 'cancelled' }])
      expect(await stage.db.query('select state, withdrawn_why as why from call_task')).toEqual([
        { state: 'withdrawn', why: 'superseded' },
      ])
    } finally {
      await stage.close()
    }
  })
})

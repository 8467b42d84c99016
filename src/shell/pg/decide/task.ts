import type { PersonId } from '../../../core/base/id.ts'
import { ENGINE_WORD, type EngineWord } from '../../../core/model/task-word.ts'
import type { NewHumanTask } from '../../../core/model/decision.ts'
import { instantOf } from '../base/instant.ts'
import { ask, statement } from '../base/statement.ts'
import type { SqlTransaction } from '../base/database.ts'
import { kindsWith, taskTraits } from '../../../core/model/human-task.ts'

/** What is asked already, and not answered, is not asked twice. */
export async function insertTasks(tx: SqlTransaction, given: readonly NewHumanTask[]): Promise<void> {
  const tasks = await firstOfGaps(tx, given)
  if (tasks.length === 0) return
  const of = <T>(pick: (task: NewHumanTask) => T) => tasks.map(pick)
  await tx.query(
    `insert into human_task (person_id, account_id, case_id, kind, rule, step, episode, reason, role, due, created_at)
     select u.person, u.account, u.case_id, u.kind, u.rule, u.step, u.episode, u.reason, u.role, ${instantOf('u.due')}, ${instantOf('$11')}
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[],
       $9::text[], $10::float8[])
       as u (person, account, case_id, kind, rule, step, episode, reason, role, due)
     on conflict do nothing`,
    [
      of((one) => one.person),
      of((one) => one.account),
      of((one) => one.case),
      of((one) => one.kind),
      of((one) => one.rule ?? null),
      of((one) => one.step ?? null),
      of((one) => one.episode ?? null),
      of((one) => one.reason),
      of((one) => one.role),
      of((one) => one.due),
      tx.now,
    ],
    'decide-tasks',
  )
}

const NOTE_GAPS = statement<{ gap: string }>({
  name: 'decide-gaps',
  text: `
    insert into law_gap (gap, asked_at) select u.gap, ${instantOf('$2')} from unnest($1::text[]) as u (gap)
    on conflict do nothing returning gap`,
  row: { gap: 'text' },
})

/** The tasks, except those about missing law that somebody of the whole book has been asked about before. */
async function firstOfGaps(tx: SqlTransaction, tasks: readonly NewHumanTask[]): Promise<NewHumanTask[]> {
  const gaps = [...new Set(tasks.map(gapOf).filter((gap) => gap !== null))].sort()
  if (gaps.length === 0) return [...tasks]
  const rows = await ask(tx, NOTE_GAPS, [gaps, tx.now])
  const fresh = new Set(rows.map(({ gap }) => gap))
  return tasks.filter((task) => {
    const gap = gapOf(task)
    return gap === null || fresh.delete(gap)
  })
}

function gapOf({ kind, rule }: NewHumanTask): string | null {
  return taskTraits(kind).ofGap ? (rule ?? null) : null
}

/** Words of the engine that say that what was asked for has come. */
const ANSWERS = (Object.keys(ENGINE_WORD) as EngineWord[]).filter((word) => ENGINE_WORD[word].answers)

const OF_GAPS = kindsWith(({ ofGap }) => ofGap === true)

export interface AnsweredTask {
  person: PersonId
  task: number
  resolution: EngineWord
}

/** Tasks that facts have answered are closed in nobody's name. Law that is on file now is asked for again once it is missing again. */
export async function answerTasks(tx: SqlTransaction, answered: readonly AnsweredTask[]): Promise<void> {
  if (answered.length === 0) return
  await tx.query(
    `with done as (
       update human_task t set resolved_at = ${instantOf('$4')}, resolution = u.resolution
       from unnest($1::bigint[], $2::bigint[], $3::text[]) as u (person, task, resolution)
       where t.person_id = u.person and t.id = u.task and t.resolved_at is null
       returning t.id, t.kind, t.rule, t.resolution
     ), closed as (
       delete from law_gap g using done where done.kind = any($6) and g.gap = done.rule and done.resolution = any($5))
     insert into audit (at, who, what, detail)
     select ${instantOf('$4')}, 'engine', 'human_task.resolved',
       jsonb_build_object('task', done.id, 'resolution', done.resolution) from done`,
    [
      answered.map((one) => one.person),
      answered.map((one) => one.task),
      answered.map((one) => one.resolution),
      tx.now,
      ANSWERS,
      OF_GAPS,
    ],
    'decide-answered',
  )
}

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HUMAN_TASK, HUMAN_TASK_KINDS } from '../../../src/core/model/human-task.ts'
import { TASK_ANSWERS } from '../../../src/core/model/task-word.ts'
import { listHumanTasks, resolveHumanTask } from '../../../src/flow/human-task.ts'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

const SAID = '2026-03-01T11:00:00Z'

/** What humans answer to what they were asked: A1 has a task of each kind. */
export function answerContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`answers of humans on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'), opened('A2', { debtor: 'D2' }))
      await stage.detect()
    })
    afterEach(() => stage.close())

    const answered = (more: Record<string, unknown>, at = SAID) =>
      stage.record(fact('task.resolved', at, { account: 'A1', ...more }))
    const asked = async () => (await stage.dossier('D1')).asked ?? []
    const answers = async () =>
      (await asked()).map(({ kind, step, answer }) => [kind, step, answer].join(' '))

    test('each kind takes each of its words and no other, by a fact and by the task, and ends the same', async () => {
      for (const kind of HUMAN_TASK_KINDS) {
        if (kind === 'read_reply') continue
        for (const answer of [...words(kind), foreignTo(kind)]) {
          const ends: unknown[] = []
          for (const door of ['fact', 'task'] as const) {
            const id = await stage.ask('A1', { kind, step: 'post' })
            const taken =
              door === 'fact'
                ? (await answered({ kind, answer, agent: 'ann', key: `${kind} ${answer}` })).rejected
                    .length === 0
                : (await resolveHumanTask(stage.people, { id, by: 'ann', resolution: answer })).ok
            expect([kind, answer, door, taken]).toEqual([kind, answer, door, words(kind).includes(answer)])
            const task = (await asked()).find((one) => one.task === id)
            ends.push({ ...task, task: 0, answeredAt: task?.answeredAt !== null })
            if (!taken)
              await resolveHumanTask(stage.people, { id, by: 'ann', resolution: words(kind)[0] ?? '' })
          }
          expect(ends[0]).toEqual(ends[1])
        }
      }
    })

    test('a step names its task; the case is reviewed, and the word counts from when it was said', async () => {
      await stage.ask('A1', { kind: 'last_step', step: 'post' })
      await stage.ask('A1', { kind: 'last_step', step: 'other' })
      expect(await answered({ step: 'post', answer: 'done' })).toMatchObject({ taken: 1, rejected: [] })
      expect(await answers()).toEqual(['last_step post done', 'last_step other '])
      expect((await asked())[0]?.answeredAt).toBe(Date.parse(SAID))
      expect((await stage.see()).cases[0]).toMatchObject({ due: true })
    })

    test('the same answer may be sent again; a later word counts, an earlier one does not, in either order', async () => {
      await stage.ask('A1', { kind: 'last_step', step: 'post' })
      const [first, later] = [{ step: 'post', answer: 'done' }, '2026-03-01T11:30:00Z'] as const
      await answered({ step: 'post', answer: 'not_done' }, later)
      expect(await answered(first)).toMatchObject({ taken: 1 })
      expect(await answered(first)).toMatchObject({ taken: 0, same: 1 })
      expect(await answers()).toEqual(['last_step post not_done'])
      await answered({ step: 'post', answer: 'waived' }, '2026-03-01T11:45:00Z')
      expect(await answers()).toEqual(['last_step post waived'])
    })

    test('what was not asked, what is ambiguous and what is no answer of the kind is refused, with a way out', async () => {
      expect(await answered({ step: 'post', answer: 'done' })).toMatchObject({
        rejected: [{ code: 'unknown_task', path: 'step' }],
      })
      const ids = [
        await stage.ask('A1', { kind: 'review', rule: 'XX-1' }),
        await stage.ask('A1', { kind: 'review', rule: 'XX-2' }),
      ]
      expect(await answered({ kind: 'review', answer: 'refuse' })).toMatchObject({
        rejected: [{ code: 'ambiguous_task', path: 'task' }],
      })
      expect(await answered({ kind: 'review', rule: 'XX-2', answer: 'done' })).toMatchObject({
        rejected: [{ code: 'bad_resolution', path: 'answer' }],
      })
      expect(await answered({ kind: 'review', rule: 'XX-2', answer: 'refuse' })).toMatchObject({ taken: 1 })
      expect(await answered({ task: ids[0], answer: 'allow_once' })).toMatchObject({ taken: 1 })
      expect(await answers()).toEqual(['review  allow_once', 'review  refuse'])
    })

    test('a word on a case that has ended is kept and changes nothing, and its sender is told; a kind that outlives its case acts', async () => {
      await stage.ask('A1', { kind: 'opening_notice', step: 'post' })
      await stage.record(fact('hold.placed', SAID, { account: 'A1', hold: 'H1', reason: 'hardship' }))
      await stage.closeCase('A1', 'cured', '2026-02-01')
      const close = { kind: 'opening_notice', answer: 'close' }
      for (const at of ['2026-03-01T11:30:00Z', '2026-03-01T10:30:00Z']) {
        expect(await answered(close, at)).toMatchObject({
          taken: 1,
          warnings: [{ code: 'task_over', path: 'answer' }],
        })
      }
      expect((await stage.see()).accounts['A1']?.collection).toBe('active')
      expect(await answers()).toEqual(['opening_notice post ', 'hold_hardship  '])
      const lift = { kind: 'hold_hardship', answer: 'lift' }
      expect(await answered(lift, '2026-03-01T11:45:00Z')).toMatchObject({ taken: 1, warnings: [] })
      expect((await stage.see()).holds).toEqual(['D1 hold H1 off'])
    })

    test('what was put aside is tried again at once where its task is answered, by a fact and by the task', async () => {
      const { person } = await stage.dossier('D1')
      const row = { loop: 'decide', kind: 'person', id: String(person.id), person: person.id } as const
      const due = () => stage.aside.transaction((tx) => tx.retriesDue('decide', 10))
      for (const door of ['fact', 'task'] as const) {
        await stage.aside.transaction((tx) =>
          tx.park([{ ...row, account: null, keyId: null, code: '22008' }]),
        )
        expect([door, await due()]).toEqual([door, []])
        const [task] = await listHumanTasks(stage.people.store, { kind: 'parked', limit: 10 })
        if (door === 'fact') await answered({ kind: 'parked', answer: 'done', key: 'mended' })
        else await resolveHumanTask(stage.people, { id: task?.id ?? 0, by: 'ann', resolution: 'done' })
        expect([door, await due()]).toMatchObject([door, [{ id: row.id }]])
        await stage.aside.transaction((tx) => tx.unpark('decide', [row.id]))
      }
    })

    test('nobody answers what somebody else was asked', async () => {
      const id = await stage.ask('A1', { kind: 'last_step', step: 'post' })
      const given = fact('task.resolved', SAID, { account: 'A2', task: id, answer: 'done' })
      expect(await stage.record(given)).toMatchObject({ rejected: [{ code: 'unknown_task' }] })
      expect(await listHumanTasks(stage.people.store, { kind: 'last_step', limit: 10 })).toHaveLength(1)
    })
  })
}

/** A word that another kind has. */
function foreignTo(kind: keyof typeof HUMAN_TASK): string {
  return TASK_ANSWERS.find((word) => !words(kind).includes(word)) ?? ''
}

function words(kind: keyof typeof HUMAN_TASK): readonly string[] {
  return HUMAN_TASK[kind].answers
}

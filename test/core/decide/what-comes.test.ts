import { describe, expect, it } from 'vitest'
import { at, holdOf } from './build.ts'
import { denies } from './law.ts'
import type { Life } from './life.ts'
import { laddersOf, stages, untold } from './untold.ts'

const tasksOf = (life: Life): string[] =>
  life.decisions
    .flatMap(({ tasks }) => tasks)
    .map(({ kind, step }) => (step === undefined ? kind : `${kind} ${step}`))

describe('an opening notice that cannot be made', () => {
  const deaf = (life: Life): void => life.change({ points: [] })

  it('a notice that cannot be made is a task on its own day where there is no number, and the answer stands for it', () => {
    const life = untold()
    deaf(life)
    life.live(at('2026-03-02 00:05'), at('2026-03-03'))
    expect(tasksOf(life)).toContain('opening_notice friendly')
    expect(life.dossier.cases[0]?.stage).toBe('reminder')
    life.resolve('friendly', 'notice_given', at('2026-04-20 12:00'))
    life.live(at('2026-04-20 12:01'), at('2026-04-26'))
    expect(laddersOf(life)).toEqual([['calls', '2026-04-24', 44]])
  })

  it.each(['notice_given', 'go_on'])(
    '%s: where nobody can be reached all the same, the end of the ladder is a task',
    (answer) => {
      const life = untold()
      deaf(life)
      life.live(at('2026-03-02 00:05'), at('2026-03-03'))
      life.resolve('friendly', answer, at('2026-03-03 12:00'))
      life.live(at('2026-03-03 12:01'), at('2026-05-20'))
      expect(tasksOf(life)).toContain('ladder_ended')
    },
  )

  it('a notice that cannot be made is a task after seven days of refusals by every channel', () => {
    const life = untold({ law: () => denies('NOBODY') })
    life.live(at('2026-03-02 00:05'), at('2026-03-07 12:00'))
    expect(tasksOf(life)).not.toContain('opening_notice friendly')
    life.live(at('2026-03-07 12:01'), at('2026-03-10'))
    expect(tasksOf(life).filter((task) => task === 'opening_notice friendly')).toHaveLength(1)
  })
})

describe('an open case', () => {
  const waits = (life: Life) => life.decisions.findLast(({ cases }) => cases.length > 0)?.cases[0]?.waits

  it('a case behind its last step gives a task on the same day', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-05-05 10:59'))
    expect(tasksOf(life)).toEqual([])
    life.live(at('2026-05-05 11:00'), at('2026-05-05 23:00'))
    expect(tasksOf(life)).toEqual(['ladder_ended'])
    expect(waits(life)).toEqual({ for: 'task', until: null })
  })

  it('a case waits for a step or a stage that time alone brings', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-02 12:00'))
    expect(waits(life)).toEqual({ for: 'contact', until: at('2026-03-03 00:00') })
    life.live(at('2026-03-03 00:00'), at('2026-03-03 12:00'))
    expect(waits(life)).toEqual({ for: 'time', until: at('2026-03-06 10:00') })
  })

  it('a case that is held without an end is looked at again after 90 days', () => {
    const life = untold()
    life.change({ holds: [holdOf({ from: at('2026-03-02') })] })
    life.live(at('2026-03-02 00:05'), at('2026-05-30'))
    expect(tasksOf(life)).toEqual([])
    expect(waits(life)).toEqual({ for: 'review_date', until: at('2026-05-31 00:05') })
    life.live(at('2026-05-31 00:05'), at('2026-06-02'))
    expect(tasksOf(life)).toEqual(['hold_review'])
  })

  it('a case that enters late has what people of the skipped stages are asked, on the day of entry', () => {
    const look = { step: 'look', channel: 'human', task: 'look at the file', dpd: 7, at: '09:00' }
    const skipped = stages.map((stage, index) =>
      index === 0 ? { ...stage, steps: [...stage.steps, look] } : stage,
    )
    const life = untold({ stages: skipped })
    life.live(at('2026-06-29 00:05'), at('2026-07-03 12:00'))
    expect(life.decisions.flatMap(({ tasks }) => tasks).map(({ step, due }) => [step, due])).toEqual([
      ['look', at('2026-07-03 00:00')],
    ])
  })
})

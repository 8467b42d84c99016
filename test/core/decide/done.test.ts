import { describe, expect, it } from 'vitest'
import { nextRole } from '../../../src/core/decide/ask/hand-on.ts'
import type { NumberId, PointId } from '../../../src/core/base/id.ts'
import { HUMAN_TASK, type HumanTaskKind } from '../../../src/core/model/human-task.ts'
import { isAttempted, isDone } from '../../../src/core/decide/step/attempt.ts'
import { accountOf, at, caseOf, contactOf, dossierOf, pointOf, strategyOf } from './build.ts'
import { planningOf } from './law.ts'
import { Life } from './life.ts'

const text = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'sms',
  template: step,
  at: '10:00',
  ...more,
})
const post = { step: 'post', channel: 'human', task: 'Post notice letter', dpd: 2, at: '09:00' }

function ladder(first: Record<string, unknown>[], requires: Record<string, unknown> | null = null) {
  return [
    { stage: 'one', from: { dpd: 1 }, steps: first },
    {
      stage: 'two',
      from: { dpd: 5 },
      ...(requires && { requires }),
      steps: [text('last', { after: { days: 0 } })],
    },
  ]
}

function lifeOf(stages: unknown[], mode = 'live', points = [pointOf()]): Life {
  const strategy = strategyOf({ stages, mode })
  return new Life(dossierOf({ points, cases: [caseOf(strategy)] }), planningOf([strategy]))
}

const stageOf = (life: Life) => life.dossier.cases[0]?.stage
const open = (life: Life) =>
  (life.dossier.asked ?? [])
    .filter(({ answer }) => answer === null)
    .map(({ kind, role, step }) => `${kind} ${role} ${step}`)
const closed = (life: Life) =>
  (life.dossier.asked ?? [])
    .filter(({ answer }) => answer !== null)
    .map(({ kind, answer }) => `${kind} ${answer}`)

/** What the provider reports of the text of that step. */
function report(life: Life, step: string, state: 'failed' | 'delivered'): void {
  life.change({
    contacts: life.dossier.contacts.map((one) =>
      one.step === step ? { ...one, state, outcome: state } : one,
    ),
  })
}

describe('attempted and done', () => {
  it('a message is attempted when it was sent or failed, and done only while nothing says that it failed', () => {
    const rows = (['planned', 'unknown', 'sent', 'delivered', 'failed'] as const).map((state) =>
      contactOf({ state }),
    )
    expect(rows.map(isAttempted)).toEqual([false, false, true, true, true])
    expect(rows.map((row) => isDone(row))).toEqual([false, false, true, true, false])
  })

  it('a call is done by any attempt, or by the dispositions that the step names', () => {
    const call = (disposition: 'busy' | 'no_answer' | 'rpc_promise') =>
      contactOf({ channel: 'call', state: disposition === 'busy' ? 'failed' : 'sent', disposition })
    const calls = (['busy', 'no_answer', 'rpc_promise'] as const).map(call)
    expect(calls.map((row) => isDone(row))).toEqual([false, true, true])
    expect(calls.map((row) => isDone(row, ['rpc_promise', 'rpc_refused']))).toEqual([false, false, true])
  })
})

describe('a step for a human', () => {
  it('a step for a human holds the case until somebody says that it is done', () => {
    const life = lifeOf(ladder([{ ...post, mandatory: true }]))
    life.live(at('2026-03-02 08:00'), at('2026-03-12 12:00'))
    expect(stageOf(life)).toBe('one')
    expect(open(life)[0]).toBe('last_step supervisor post')
    life.resolve('post', 'done', at('2026-03-12 12:00'))
    life.review(at('2026-03-12 12:01'))
    expect(stageOf(life)).toBe('two')
  })

  it('a step for a human holds a stage that requires it', () => {
    const life = lifeOf(ladder([post], { step: 'post' }))
    life.live(at('2026-03-02 08:00'), at('2026-03-08 12:00'))
    expect(stageOf(life)).toBe('one')
    life.resolve('post', 'waived', at('2026-03-08 12:00'))
    life.review(at('2026-03-08 12:01'))
    expect(stageOf(life)).toBe('two')
  })

  it('a step for a human is put to the next role when it is overdue, and to the one after, until the last', () => {
    const life = lifeOf(ladder([{ ...post, role: 'back-office', mandatory: true }]))
    life.live(at('2026-03-02 08:00'), at('2026-03-04 08:59'))
    expect(open(life)).toEqual(['last_step back-office post'])
    expect(life.dossier.cases[0]?.nextReviewAt).toBe(at('2026-03-04 09:00'))
    life.live(at('2026-03-04 09:00'), at('2026-03-04 09:00'))
    expect(open(life)).toEqual(['last_step back-office post', 'step_overdue supervisor post'])
    life.live(at('2026-03-04 09:01'), at('2026-03-20 00:00'))
    expect(open(life)).toEqual(['last_step back-office post', 'step_overdue compliance post'])
    expect(closed(life)).toEqual(['step_overdue obsolete', 'step_overdue obsolete'])
    expect(stageOf(life)).toBe('one')
  })

  it('a step that could not be done is put to the next role, whose answer stands for it', () => {
    const life = lifeOf(ladder([{ ...post, mandatory: true }]))
    life.live(at('2026-03-02 08:00'), at('2026-03-03 10:00'))
    life.resolve('post', 'not_done', at('2026-03-03 10:00'))
    life.review(at('2026-03-03 10:01'))
    expect(open(life)).toEqual(['step_failed operations post'])
    life.resolve('post', 'done', at('2026-03-03 11:00'))
    life.live(at('2026-03-03 11:01'), at('2026-03-06 12:00'))
    expect(stageOf(life)).toBe('two')
    expect(open(life)).toEqual([])
  })

  it('a step that is waived is not asked about at the next role either', () => {
    const life = lifeOf(ladder([{ ...post, mandatory: true }]))
    life.live(at('2026-03-02 08:00'), at('2026-03-04 09:00'))
    expect(open(life)).toEqual(['last_step supervisor post', 'step_overdue operations post'])
    const [first] = (life.dossier.asked ?? []).filter(({ kind }) => kind === 'last_step')
    life.change({
      asked: (life.dossier.asked ?? []).map((one) =>
        one === first ? { ...one, answer: 'waived', answeredAt: at('2026-03-04 09:30') } : one,
      ),
    })
    life.live(at('2026-03-04 09:31'), at('2026-03-06 12:00'))
    expect(open(life)).toEqual([])
    expect(stageOf(life)).toBe('two')
  })

  it('a step that nothing waits for is asked once, whatever is answered', () => {
    const life = lifeOf(ladder([post]))
    life.live(at('2026-03-02 08:00'), at('2026-03-04 10:00'))
    life.resolve('post', 'not_done', at('2026-03-04 10:00'))
    life.live(at('2026-03-04 10:01'), at('2026-03-20 10:00'))
    expect(open(life)).toEqual([])
    expect(closed(life)).toEqual(['last_step not_done'])
    expect(stageOf(life)).toBe('two')
  })
})

describe('a mandatory text that fails', () => {
  const warning = text('warning', { dpd: 2, mandatory: true })

  it('a mandatory text that fails holds the case, and is tried at each valid number, once; then a human is asked', () => {
    const second = pointOf({ id: 7 as PointId, number: 7 as NumberId })
    const life = lifeOf(ladder([warning]), 'live', [pointOf(), second])
    life.live(at('2026-03-02 08:00'), at('2026-03-03 10:30'))
    report(life, 'warning', 'failed')
    life.live(at('2026-03-03 10:31'), at('2026-03-04 10:30'))
    expect(life.dossier.contacts.filter(({ step }) => step === 'warning').map(({ point }) => point)).toEqual([
      1, 7,
    ])
    expect(open(life)).toEqual([])
    report(life, 'warning', 'failed')
    life.live(at('2026-03-04 10:31'), at('2026-03-09 12:00'))
    expect(life.dossier.contacts.filter(({ step }) => step === 'warning')).toHaveLength(2)
    expect(stageOf(life)).toBe('one')
    expect(open(life)).toEqual(['step_overdue compliance warning'])
    life.resolve('warning', 'done', at('2026-03-09 12:00'))
    life.review(at('2026-03-09 12:01'))
    expect(stageOf(life)).toBe('two')
  })

  it('a text that fails after it was sent is undone when the report comes, and done again when it turns out delivered', () => {
    const life = lifeOf(ladder([warning]))
    life.live(at('2026-03-02 08:00'), at('2026-03-06 12:00'))
    expect(stageOf(life)).toBe('two')
    report(life, 'warning', 'failed')
    life.review(at('2026-03-06 12:01'))
    expect(stageOf(life)).toBe('one')
    expect(open(life)).toEqual(['step_failed supervisor warning'])
    report(life, 'warning', 'delivered')
    life.review(at('2026-03-06 12:02'))
    expect(stageOf(life)).toBe('two')
    expect(closed(life)).toEqual(['step_failed arrived'])
  })

  it('an attempt that did not reach anybody counts for max, not for what a stage requires', () => {
    const call = {
      step: 'call',
      channel: 'call',
      script: 'call',
      dpd: 1,
      at: '11:00',
      doneBy: ['rpc_promise'],
    }
    const stages = ladder([{ ...call, every: { days: 1 }, max: 2 }], { attempts: { call: 1 } })
    const life = lifeOf(stages)
    life.live(at('2026-03-02 08:00'), at('2026-03-09 12:00'))
    expect(life.sent).toEqual(['2026-03-02T11:00 A1 call#1', '2026-03-03T11:00 A1 call#2'])
    expect(stageOf(life)).toBe('one')
    expect(open(life)[0]).toMatch(/^step_/)
  })
})

describe('a strategy in shadow mode', () => {
  it('a strategy in shadow mode gives nobody a task, and a step counts from the day on which it would have been done', () => {
    const life = lifeOf(
      ladder([{ ...post, mandatory: true }, text('warning', { dpd: 3, mandatory: true })]),
      'shadow',
    )
    life.live(at('2026-03-02 08:00'), at('2026-03-20 10:00'))
    expect(life.decisions.flatMap(({ tasks }) => tasks)).toEqual([])
    expect(life.stages()).toEqual(['2026-03-02T08:00 working/one', '2026-03-06T00:00 working/two'])
  })
})

describe('a task closes itself', () => {
  it('a task closes itself when its case ends', () => {
    const life = lifeOf(ladder([post]))
    life.live(at('2026-03-02 08:00'), at('2026-03-04 10:00'))
    life.change({ accounts: [accountOf({ pastDue: 0, anchor: null })] })
    life.review(at('2026-03-04 10:01'))
    expect(closed(life)).toEqual(['last_step obsolete'])
  })

  it('a task closes itself when its episode is over; in the new one it is asked again', () => {
    const life = lifeOf(ladder([post]))
    life.live(at('2026-03-02 08:00'), at('2026-03-03 10:00'))
    life.change({ accounts: [accountOf({ anchor: '2026-03-02' })] })
    life.live(at('2026-03-03 10:01'), at('2026-03-04 10:00'))
    expect(closed(life)).toEqual(['last_step obsolete'])
    expect(open(life)).toEqual(['last_step supervisor post'])
  })

  it('a task closes itself when the number that was looked for is there', () => {
    const life = lifeOf(ladder([text('friendly', { dpd: 1 })]), 'live', [])
    life.live(at('2026-03-02 08:00'), at('2026-03-02 11:00'))
    expect(open(life)).toEqual(['unresolved skip_trace friendly'])
    life.change({ points: [pointOf()] })
    life.review(at('2026-03-02 11:30'))
    expect(closed(life)).toEqual(['unresolved arrived'])
  })
})

describe('the kinds of task', () => {
  it('each kind of task has a closed list of answers', () => {
    for (const kind of Object.keys(HUMAN_TASK) as HumanTaskKind[]) {
      expect(HUMAN_TASK[kind].answers.length).toBeGreaterThan(0)
    }
  })

  it('a task goes from any role to the supervisor, then to operations, then to compliance, then to nobody', () => {
    const roles = [null, 'field', 'supervisor', 'operations', 'compliance'].map(nextRole)
    expect(roles).toEqual(['supervisor', 'supervisor', 'operations', 'compliance', null])
  })
})

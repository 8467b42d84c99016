import { describe, expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import type { ContactFile } from '../../../src/core/decide/dossier.ts'
import { accountOf, at, caseOf, contactOf, dossierOf, holdOf, strategyOf } from './build.ts'
import { defersTo, denies, type Law, planningOf } from './law.ts'
import { Life } from './life.ts'

const sms = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'sms',
  template: step,
  at: '10:00',
  ...more,
})
const call = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'call',
  script: step,
  at: '11:00',
  ...more,
})
const visit = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'visit',
  at: '14:00',
  ...more,
})

const stages = [
  { stage: 'reminder', from: { dpd: 1 }, steps: [sms('friendly', { dpd: 1 }), sms('second', { dpd: 5 })] },
  {
    stage: 'calls',
    from: { dpd: 10 },
    steps: [call('call', { after: { days: 0 } }), sms('warn', { dpd: 15 })],
  },
  {
    stage: 'field',
    from: { dpd: 30 },
    steps: [visit('visit', { after: { days: 0 } }), sms('after', { dpd: 36 })],
  },
  {
    stage: 'final',
    from: { dpd: 60 },
    steps: [sms('last-notice', { after: { days: 0 } }), call('last-call', { dpd: 65 })],
  },
]

interface Given {
  stages?: unknown[]
  more?: Record<string, unknown>
  law?: Law
  contacts?: ContactFile[]
  anchor?: string
}

/** One account due 1 March, whom nobody has told of the debt. */
function untold({
  stages: given = stages,
  more = {},
  law,
  contacts = [],
  anchor = '2026-03-01',
}: Given = {}): Life {
  const strategy = strategyOf({ stages: given, ...more })
  const dossier = dossierOf({ accounts: [accountOf({ anchor })], cases: [caseOf(strategy)] })
  return new Life({ ...dossier, contacts }, planningOf([strategy], law))
}

const laddersOf = (life: Life): unknown[] =>
  life.decisions
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'case.lag_fixed')
    .map(({ body }) => [body['stage'], body['on'], body['lag']])

describe('an account that enters on its first day', () => {
  it('goes as the file says', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-05-10'))
    expect(life.sent).toEqual([
      '2026-03-02T10:00 A1 friendly#1',
      '2026-03-06T10:00 A1 second#1',
      '2026-03-11T11:00 A1 call#1',
      '2026-03-16T10:00 A1 warn#1',
      '2026-03-31T14:00 A1 visit#1',
      '2026-04-06T10:00 A1 after#1',
      '2026-04-30T10:00 A1 last-notice#1',
      '2026-05-05T11:00 A1 last-call#1',
    ])
    expect(laddersOf(life)).toEqual([])
  })

  it('so does one that enters later than the time of the opening step: the next day is its own', () => {
    const life = untold()
    life.live(at('2026-03-02 15:00'), at('2026-03-12'))
    expect(life.sent).toEqual([
      '2026-03-03T10:00 A1 friendly#1',
      '2026-03-06T10:00 A1 second#1',
      '2026-03-11T11:00 A1 call#1',
    ])
  })
})

describe('an account that enters late', () => {
  it('hears the opening notice first, rests, and climbs from an early stage with the distances of the file', () => {
    const life = untold()
    life.live(at('2026-06-29 00:05'), at('2026-09-10')) // 120 days past due
    expect(life.sent).toEqual([
      '2026-06-29T00:05 A1 friendly#1',
      '2026-07-03T11:00 A1 call#1',
      '2026-07-08T10:00 A1 warn#1',
      '2026-07-23T14:00 A1 visit#1',
      '2026-07-29T10:00 A1 after#1',
      '2026-08-22T10:00 A1 last-notice#1',
      '2026-08-27T11:00 A1 last-call#1',
    ])
    expect(laddersOf(life)).toEqual([['calls', '2026-07-03', 114]])
    expect(life.stages()).toEqual([
      '2026-06-29T00:05 working/reminder',
      '2026-07-03T00:00 working/calls',
      '2026-07-23T00:00 working/field',
      '2026-08-22T00:00 working/final',
    ])
  })

  it('a few days late, the next contact of its stage comes as the respite ends', () => {
    const life = untold()
    life.live(at('2026-03-05 00:05'), at('2026-03-17')) // 4 days past due
    expect(life.sent).toEqual([
      '2026-03-05T00:05 A1 friendly#1',
      '2026-03-09T10:00 A1 second#1',
      '2026-03-14T11:00 A1 call#1',
    ])
    expect(laddersOf(life)).toEqual([['reminder', '2026-03-09', 3]])
  })

  it('rests as long as the file says, and enters as far as it says', () => {
    const life = untold({ more: { lateEntry: { respite: { days: 7 }, upTo: 'reminder' } } })
    life.live(at('2026-06-29 00:05'), at('2026-07-20'))
    expect(life.sent).toEqual([
      '2026-06-29T00:05 A1 friendly#1',
      '2026-07-06T10:00 A1 second#1',
      '2026-07-11T11:00 A1 call#1',
      '2026-07-16T10:00 A1 warn#1',
    ])
  })

  it('opens with the step that the file names', () => {
    const life = untold({ more: { opens: 'second' } })
    life.live(at('2026-04-10 00:05'), at('2026-04-17'))
    expect(life.sent.slice(0, 2)).toEqual(['2026-04-10T00:05 A1 second#1', '2026-04-15T11:00 A1 call#1'])
  })

  it('what was said of the account since its due date is the notice', () => {
    const delivered = contactOf({
      case: null,
      at: at('2026-03-20 12:00'),
      state: 'delivered',
      outcome: 'delivered',
    })
    const life = untold({ contacts: [delivered] })
    life.live(at('2026-06-29 00:05'), at('2026-07-01'))
    expect(life.sent).toEqual(['2026-06-29T11:00 A1 call#1'])
  })

  it('but not what was said of another account', () => {
    const other = contactOf({
      case: null,
      accounts: [2 as AccountId],
      at: at('2026-03-20 12:00'),
      state: 'delivered',
      outcome: 'delivered',
    })
    const life = untold({ contacts: [other] })
    life.live(at('2026-06-29 00:05'), at('2026-06-29 12:00'))
    expect(life.sent).toEqual(['2026-06-29T00:05 A1 friendly#1'])
  })
})

describe('an opening notice that was held back', () => {
  it('by a Sunday goes first on Monday, and the next stage waits for the respite', () => {
    const closed: Law = ({ at: when }) =>
      when < at('2026-03-09')
        ? defersTo(at('2026-03-09 08:00'))
        : { answer: 'permit', until: 8e15, duties: [], warnings: [] }
    const late = [
      { stage: 'notice', from: { dpd: 1 }, steps: [sms('first', { dpd: 7 })] },
      { stage: 'blocked', from: { dpd: 8 }, steps: [sms('blocked', { dpd: 8 })] },
      { stage: 'end', from: { dpd: 30 }, steps: [sms('end', { dpd: 30 })] },
    ]
    const life = untold({ stages: late, law: closed })
    life.live(at('2026-03-02 00:05'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-09T08:00 A1 first#1', '2026-03-12T10:00 A1 blocked#1'])
  })

  it('by a hold is made when that ends', () => {
    const life = untold()
    life.change({ holds: [holdOf({ from: at('2026-03-01'), lifted: at('2026-03-20 09:00') })] })
    life.live(at('2026-03-02 00:05'), at('2026-04-01'), [at('2026-03-20 09:00')])
    expect(life.sent).toEqual([
      '2026-03-20T09:00 A1 friendly#1',
      '2026-03-24T11:00 A1 call#1',
      '2026-03-29T10:00 A1 warn#1',
    ])
  })

  it('by the law: the next step of another channel that is no visit stands in for it, on its own day', () => {
    const noTexts: Law = ({ channel }) =>
      channel === 'sms' ? denies('NO-TEXT') : { answer: 'permit', until: 8e15, duties: [], warnings: [] }
    const life = untold({ law: noTexts })
    life.live(at('2026-03-02 00:05'), at('2026-03-25'))
    expect(life.sent).toEqual(['2026-03-11T11:00 A1 call#1'])
    const late = untold({ law: noTexts })
    late.live(at('2026-06-29 00:05'), at('2026-06-30'))
    expect(late.sent).toEqual(['2026-06-29T00:06 A1 call#1'])
  })

  it('by a failure: nothing else is sent over its channel, and the call stands in for it', () => {
    const failed = contactOf({
      step: 'friendly',
      stage: 'reminder',
      at: at('2026-03-02 10:00'),
      state: 'failed',
      outcome: 'failed',
    })
    const life = untold({ contacts: [failed] })
    life.live(at('2026-03-03 00:05'), at('2026-03-25'))
    expect(life.sent).toEqual(['2026-03-11T11:00 A1 call#1', '2026-03-16T10:00 A1 warn#1'])
  })

  it('reported failed afterwards, it is not done, and what waits is taken back', () => {
    const life = untold()
    life.live(at('2026-06-29 00:05'), at('2026-07-08 09:00'))
    expect(life.sent.at(-1)).toBe('2026-07-03T11:00 A1 call#1')
    const contacts = life.dossier.contacts
      .filter(({ step }) => step !== 'call')
      .map((one) =>
        one.step === 'friendly' ? { ...one, state: 'failed' as const, outcome: 'failed' as const } : one,
      )
    life.change({ contacts })
    life.live(at('2026-07-08 09:01'), at('2026-07-12'))
    expect(life.sent.at(-1)).toBe('2026-07-08T09:01 A1 call#1')
  })
})

describe('a later anchor in the same open case', () => {
  it('inherits the notice, and enters early', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-05-03'))
    expect(life.dossier.cases[0]?.stage).toBe('final')
    life.change({ accounts: [accountOf({ anchor: '2026-03-02' })] })
    life.live(at('2026-05-04 00:05'), at('2026-05-12'))
    expect(life.sent.slice(-2)).toEqual(['2026-05-04T11:00 A1 call#1', '2026-05-09T10:00 A1 warn#1'])
  })

  it('not past due for long, goes as the file says', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-31 23:00'))
    life.change({ accounts: [accountOf({ anchor: '2026-03-31' })] })
    life.live(at('2026-04-01 00:05'), at('2026-04-06'))
    expect(life.sent.slice(-2)).toEqual(['2026-04-01T10:00 A1 friendly#1', '2026-04-05T10:00 A1 second#1'])
  })
})

describe('time in which nobody could act', () => {
  it('an outage of days is added: nothing is dropped, and the distances stay', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    life.review(at('2026-03-10 09:00'), true) // a review was due on 6 March
    life.live(at('2026-03-10 09:01'), at('2026-03-17'))
    expect(life.sent).toEqual([
      '2026-03-02T10:00 A1 friendly#1',
      '2026-03-10T10:00 A1 second#1',
      '2026-03-15T11:00 A1 call#1',
    ])
    expect(
      life.decisions
        .flatMap(({ facts }) => facts)
        .filter(({ type }) => type === 'case.time_added')
        .map(({ body }) => body),
    ).toMatchObject([{ cause: 'outage', from: '2026-03-06', to: '2026-03-10', episode: '2026-03-01' }])
  })

  it.each(['feed_stale', 'data_refused'] as const)('%s: its steps are late, not passed', (reason) => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    const hold = holdOf({ kind: 'hold', reason, from: at('2026-03-05 12:00') })
    life.change({ holds: [hold] })
    life.live(at('2026-03-05 12:00'), at('2026-03-09'))
    life.change({ holds: [{ ...hold, lifted: at('2026-03-09 12:00') }] })
    life.live(at('2026-03-09 12:00'), at('2026-03-16'))
    expect(life.sent.slice(1)).toEqual(['2026-03-10T10:00 A1 second#1', '2026-03-15T11:00 A1 call#1'])
  })

  it('for an hour, it costs nothing', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    const hold = holdOf({
      kind: 'hold',
      reason: 'data_refused',
      from: at('2026-03-06 09:30'),
      lifted: at('2026-03-06 10:30'),
    })
    life.change({ holds: [hold] })
    life.live(at('2026-03-06 09:30'), at('2026-03-12'))
    expect(life.sent.slice(1)).toEqual(['2026-03-06T10:30 A1 second#1', '2026-03-11T11:00 A1 call#1'])
  })

  it('days on which the episode was not the case’s are added', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-04'))
    life.change({ accounts: [accountOf({ anchor: '2026-03-03' })] })
    life.live(at('2026-03-04 09:00'), at('2026-03-05'))
    life.change({ accounts: [accountOf({ anchor: '2026-03-01' })] })
    life.live(at('2026-03-09 09:00'), at('2026-03-17'))
    expect(life.sent.slice(-2)).toEqual(['2026-03-11T10:00 A1 second#1', '2026-03-16T11:00 A1 call#1'])
  })
})

const tasksOf = (life: Life): string[] =>
  life.decisions
    .flatMap(({ tasks }) => tasks)
    .map(({ kind, step }) => (step === undefined ? kind : `${kind} ${step}`))

describe('an opening notice that cannot be made', () => {
  const deaf = (life: Life): void => life.change({ points: [] })

  it('is a task on its own day where there is no number, and the answer stands for it', () => {
    const life = untold()
    deaf(life)
    life.live(at('2026-03-02 00:05'), at('2026-03-03'))
    expect(tasksOf(life)).toContain('opening_notice friendly')
    expect(life.dossier.cases[0]?.stage).toBe('reminder')
    life.resolve('friendly', 'notice_given', at('2026-04-20 12:00'))
    life.live(at('2026-04-20 12:01'), at('2026-04-26'))
    expect(laddersOf(life)).toEqual([['calls', '2026-04-24', 44]])
  })

  it('is a task after seven days of refusals by every channel', () => {
    const life = untold({ law: () => denies('NOBODY') })
    life.live(at('2026-03-02 00:05'), at('2026-03-07 12:00'))
    expect(tasksOf(life)).not.toContain('opening_notice friendly')
    life.live(at('2026-03-07 12:01'), at('2026-03-10'))
    expect(tasksOf(life).filter((task) => task === 'opening_notice friendly')).toHaveLength(1)
  })
})

describe('an open case', () => {
  const waits = (life: Life) => life.decisions.findLast(({ cases }) => cases.length > 0)?.cases[0]?.waits

  it('behind its last step is a task on the same day', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-05-05 10:59'))
    expect(tasksOf(life)).toEqual([])
    life.live(at('2026-05-05 11:00'), at('2026-05-05 23:00'))
    expect(tasksOf(life)).toEqual(['ladder_ended'])
    expect(waits(life)).toEqual({ for: 'task', until: null })
  })

  it('waits for a step or a stage that time alone brings', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-02 12:00'))
    expect(waits(life)).toEqual({ for: 'contact', until: at('2026-03-03 00:00') })
    life.live(at('2026-03-03 00:00'), at('2026-03-03 12:00'))
    expect(waits(life)).toEqual({ for: 'time', until: at('2026-03-06 10:00') })
  })

  it('held without an end is looked at again after 90 days', () => {
    const life = untold()
    life.change({ holds: [holdOf({ from: at('2026-03-02') })] })
    life.live(at('2026-03-02 00:05'), at('2026-05-30'))
    expect(tasksOf(life)).toEqual([])
    expect(waits(life)).toEqual({ for: 'review_date', until: at('2026-05-31 00:05') })
    life.live(at('2026-05-31 00:05'), at('2026-06-02'))
    expect(tasksOf(life)).toEqual(['hold_review'])
  })

  it('that enters late has what people of the skipped stages are asked, on the day of entry', () => {
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

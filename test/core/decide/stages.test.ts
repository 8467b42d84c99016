import { describe, expect, it } from 'vitest'
import { accountOf, at, caseOf, contactOf, dossierOf, strategyOf } from './build.ts'
import { planningOf } from './law.ts'
import { Life } from './life.ts'

const step = (name: string, more: Record<string, unknown>) => ({
  step: name,
  channel: 'sms',
  template: name,
  at: '10:00',
  ...more,
})

const ladder = [
  { stage: 'one', from: { dpd: 1 }, steps: [step('friendly', { dpd: 1 })] },
  {
    stage: 'two',
    from: { dpd: 8, byRisk: { high: 4 } },
    steps: [step('warning', { dpd: 9, mandatory: true })],
  },
  {
    stage: 'three',
    from: { dpd: 12, risk: ['medium', 'high'], pastDue: '50.00' },
    requires: { step: 'warning' },
    steps: [step('last', { after: { days: 0 } })],
  },
]

function lifeUnder(stages: unknown[], given: Parameters<typeof accountOf>[0] = {}, mode = 'live'): Life {
  const strategy = strategyOf({ stages, mode })
  return new Life(
    dossierOf({ accounts: [accountOf(given)], cases: [caseOf(strategy)] }),
    planningOf([strategy]),
  )
}

function stageAt(life: Life, now: string): string | null {
  life.review(at(now))
  return life.dossier.cases[0]?.stage ?? null
}

describe('the stage of a case', () => {
  it('the stage is the last whose first day has come', () => {
    const life = lifeUnder(ladder)
    expect(stageAt(life, '2026-03-02 00:05')).toBe('one')
    expect(stageAt(life, '2026-03-08 23:59')).toBe('one')
    expect(stageAt(life, '2026-03-09 00:00')).toBe('two')
  })

  it('a stage comes on another day for a risk band that the file names', () => {
    expect(stageAt(lifeUnder(ladder, { score: 0.5 }), '2026-03-05 00:00')).toBe('two')
    expect(stageAt(lifeUnder(ladder, { score: 0.49 }), '2026-03-05 00:00')).toBe('one')
    expect(stageAt(lifeUnder(ladder, { score: null }), '2026-03-05 00:00')).toBe('one')
  })

  it('the last band is closed: a score of 1 is high', () => {
    expect(stageAt(lifeUnder(ladder, { score: 1 }), '2026-03-05 00:00')).toBe('two')
  })

  it('a case falls back when the amount falls below what the stage asks for, and coming back does not reset the entry', () => {
    const life = lifeUnder([
      ladder[0],
      { stage: 'big', from: { dpd: 3, pastDue: '50.00' }, steps: [step('hello', { after: { days: 4 } })] },
    ])
    expect(stageAt(life, '2026-03-04 00:00')).toBe('big')
    life.change({ accounts: [accountOf({ pastDue: 4_999 })] })
    expect(stageAt(life, '2026-03-05 09:00')).toBe('one')
    life.change({ accounts: [accountOf({ pastDue: 5_000 })] })
    expect(stageAt(life, '2026-03-06 09:00')).toBe('big')
    life.live(at('2026-03-06 09:01'), at('2026-03-12'))
    expect(life.sent).toEqual(['2026-03-08T10:00 A1 hello#1'])
  })

  it('a pinned moment decides nothing: a moved due date gives another stage at the next review', () => {
    const life = lifeUnder(ladder)
    expect(stageAt(life, '2026-03-09 00:00')).toBe('two')
    life.change({ accounts: [accountOf({ anchor: '2026-03-07' })] })
    expect(stageAt(life, '2026-03-09 12:00')).toBe('one')
  })
})

describe('a mandatory step', () => {
  it('a mandatory step keeps the case from any later stage until it is taken', () => {
    const life = lifeUnder(ladder)
    life.review(at('2026-03-20 09:00'))
    expect(life.dossier.cases[0]?.stage).toBe('two')
    expect(life.sent).toEqual(['2026-03-20T09:00 A1 warning#1'])
    expect(stageAt(life, '2026-03-20 09:01')).toBe('three')
  })

  it('a mandatory step is not skipped when an older invoice is paid first and the case is a new episode', () => {
    const life = lifeUnder(ladder)
    life.live(at('2026-03-02 00:05'), at('2026-03-14'))
    expect(life.dossier.cases[0]?.stage).toBe('three')
    expect(life.sent).toContain('2026-03-10T10:00 A1 warning#1')
    life.change({ accounts: [accountOf({ anchor: '2026-03-02' })] })
    expect(stageAt(life, '2026-03-16 09:00')).toBe('two')
    // the first day of the stage is the day on which the new episode entered it
    life.live(at('2026-03-16 09:01'), at('2026-03-19'))
    expect(life.sent.at(-1)).toBe('2026-03-17T10:00 A1 warning#1')
    expect(life.dossier.cases[0]?.stage).toBe('two')
    expect(stageAt(life, '2026-03-20 00:00')).toBe('three')
  })

  it('a mandatory step does not count when its conditions do not hold', () => {
    const stages = [
      { ...ladder[0], steps: [step('must', { dpd: 1, mandatory: true, risk: ['high'] })] },
      { stage: 'two', from: { dpd: 5 }, steps: [] },
    ]
    expect(stageAt(lifeUnder(stages, { score: 0.1 }), '2026-03-20 09:00')).toBe('two')
    expect(stageAt(lifeUnder(stages, { score: 0.9 }), '2026-03-20 09:00')).toBe('one')
  })
})

describe('a stage that requires something', () => {
  const stages = [
    {
      stage: 'calls',
      from: { dpd: 1 },
      steps: [
        {
          step: 'call',
          channel: 'call',
          script: 'call',
          after: { days: 0 },
          at: '11:00',
          every: { days: 1 },
          max: 5,
        },
      ],
    },
    { stage: 'field', from: { dpd: 3 }, requires: { attempts: { call: 3 } }, steps: [] },
  ]

  it('a stage waits until what it requires is done in this episode, and says why, once', () => {
    const life = lifeUnder(stages)
    life.live(at('2026-03-02 00:05'), at('2026-03-08'))
    expect(life.stages()).toEqual(['2026-03-02T00:05 working/calls', '2026-03-04T11:00 working/field'])
    const waiting = life.decisions.flatMap((one) => one.decisions).filter(({ kind }) => kind === 'waiting')
    expect(waiting.map(({ reasons }) => reasons[0]?.rule)).toEqual(['requires_unmet'])
  })

  it('attempts of an earlier episode do not count', () => {
    const life = lifeUnder(stages)
    const old = contactOf({
      channel: 'call',
      step: 'call',
      episode: '2026-02-01',
      disposition: 'no_answer',
      at: at('2026-02-20'),
    })
    life.change({
      contacts: [
        old,
        { ...old, id: 901 as typeof old.id, attempt: 2 },
        { ...old, id: 902 as typeof old.id, attempt: 3 },
      ],
    })
    expect(stageAt(life, '2026-03-04 00:05')).toBe('calls')
  })

  it('a later stage without the requirement is entered all the same', () => {
    const life = lifeUnder([...stages, { stage: 'legal', from: { dpd: 10 }, steps: [] }])
    expect(stageAt(life, '2026-03-11 00:00')).toBe('legal')
  })
})

describe('episodes', () => {
  it('steps and attempts count per anchor date; an anchor that comes back finds its episode again', () => {
    const life = lifeUnder(ladder)
    life.live(at('2026-03-02 00:05'), at('2026-03-03'))
    life.change({ accounts: [accountOf({ anchor: '2026-03-15' })] })
    life.live(at('2026-03-16 00:05'), at('2026-03-17'))
    expect(life.sent).toEqual(['2026-03-02T10:00 A1 friendly#1', '2026-03-16T10:00 A1 friendly#1'])
    life.change({ accounts: [accountOf({ anchor: '2026-03-01' })] })
    life.live(at('2026-03-17 08:00'), at('2026-03-18'))
    expect(life.sent.slice(2)).toEqual(['2026-03-17T08:00 A1 warning#1', '2026-03-17T10:00 A1 last#1'])
    expect(life.dossier.cases[0]?.snapshot.lastAnchor).toBe('2026-03-15')
  })
})

describe('shadow mode', () => {
  it('shadow mode decides as if it sent, step after step, and plans nothing', () => {
    const life = lifeUnder([ladder[0], ladder[1]], {}, 'shadow')
    life.live(at('2026-03-02 00:05'), at('2026-03-20'))
    expect(life.sent).toEqual([])
    const planned = life.decisions.flatMap((one) => one.decisions).filter(({ kind }) => kind === 'planned')
    expect(
      planned.map(({ step: name, at: when }) => `${new Date(when).toISOString().slice(0, 16)} ${name}`),
    ).toEqual(['2026-03-02T10:00 friendly', '2026-03-10T10:00 warning'])
  })

  it('a mandatory step is told as the reason only where it holds back a later stage whose days have come', () => {
    const life = lifeUnder([
      { stage: 'one', from: { dpd: 1 }, steps: [step('friendly', { dpd: 1 })] },
      { stage: 'two', from: { dpd: 4 }, steps: [step('warning', { dpd: 6, mandatory: true })] },
      { stage: 'three', from: { dpd: 8 }, steps: [step('last', { after: { days: 0 } })] },
    ])
    const reasons = (now: string) =>
      life
        .review(at(now))
        .decisions.flatMap((one) => (one.kind === 'moved' ? one.reasons.map(({ rule }) => rule) : []))
    expect(reasons('2026-03-02 00:05')).toEqual(['stage'])
    life.live(at('2026-03-02 10:00'), at('2026-03-04'))
    expect(reasons('2026-03-10 00:05')).toEqual(['stage', 'mandatory_first'])
  })
})

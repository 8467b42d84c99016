import { describe, expect, it } from 'vitest'
import { at, caseOf, dossierOf, strategyOf } from './build.ts'
import { planningOf } from './law.ts'
import { Life } from './life.ts'

const sms = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'sms',
  template: step,
  at: '10:00',
  ...more,
})

function published(change: 'finish' | 'jump' | 'restart', stageChange?: 'finish' | 'jump' | 'restart') {
  const old = strategyOf({
    stages: [
      { stage: 'one', from: { dpd: 1 }, steps: [sms('old', { dpd: 4 })] },
      { stage: 'two', from: { dpd: 6 }, steps: [sms('older', { dpd: 7 })] },
    ],
  })
  const next = strategyOf({
    onChange: { default: change },
    stages: [
      {
        stage: 'one',
        from: { dpd: 1 },
        ...(stageChange && { onChange: stageChange }),
        steps: [sms('new', { after: { days: 3 } })],
      },
      { stage: 'two', from: { dpd: 6 }, steps: [sms('newer', { dpd: 7 })] },
    ],
  })
  const planning = planningOf([old, next])
  const life = new Life(dossierOf({ cases: [caseOf(old)] }), {
    ...planning,
    active: new Map([['ladder', old]]),
  })
  life.live(at('2026-03-02 00:05'), at('2026-03-03'))
  life.planning = { ...planning, active: new Map([['ladder', next]]) }
  return { life, old, next }
}

describe('when the file changes, an open case', () => {
  it('finish: the case goes on under its version until the stage is left', () => {
    const { life, old, next } = published('finish')
    life.live(at('2026-03-03 09:00'), at('2026-03-06'))
    expect(life.dossier.cases[0]?.strategyHash).toBe(old.hash)
    life.live(at('2026-03-06 00:01'), at('2026-03-12'))
    expect(life.dossier.cases[0]?.strategyHash).toBe(next.hash)
    expect(life.sent).toEqual(['2026-03-05T10:00 A1 old#1', '2026-03-08T10:00 A1 newer#1'])
  })

  it('jump: the case takes the new version at once, its entry stays', () => {
    const { life, next } = published('jump')
    life.live(at('2026-03-03 09:00'), at('2026-03-06'))
    expect(life.dossier.cases[0]?.strategyHash).toBe(next.hash)
    expect(life.sent).toEqual(['2026-03-05T10:00 A1 new#1'])
  })

  it('restart: the case enters the stage anew', () => {
    const { life } = published('restart')
    life.live(at('2026-03-03 09:00'), at('2026-03-06 12:00'))
    expect(life.sent).toEqual(['2026-03-06T10:00 A1 new#1'])
  })

  it('a stage may say it for itself', () => {
    const { life, next } = published('finish', 'jump')
    life.review(at('2026-03-03 09:00'))
    expect(life.dossier.cases[0]?.strategyHash).toBe(next.hash)
  })

  it('the case keeps its version when the strategy is gone', () => {
    const { life, old } = published('jump')
    life.planning = { ...life.planning, active: new Map() }
    life.review(at('2026-03-03 09:00'))
    expect(life.dossier.cases[0]?.strategyHash).toBe(old.hash)
  })
})

import { describe, expect, it } from 'vitest'
import type { NumberId, PointId } from '../../../src/core/base/id.ts'
import { at, caseOf, dossierOf, holdOf, pointOf, strategyOf } from './build.ts'
import { always, defersTo, denies, type Law, planningOf } from './law.ts'
import { Life } from './life.ts'

const friendly = { step: 'friendly', channel: 'sms', template: 'friendly', dpd: 1, at: '10:00' }

function lifeUnder(steps: unknown[], law: Law, part: Parameters<typeof dossierOf>[0] = {}): Life {
  const strategy = strategyOf({
    stages: [
      { stage: 'one', from: { dpd: 1 }, steps },
      { stage: 'two', from: { dpd: 20 }, steps: [] },
    ],
  })
  const life = new Life(
    dossierOf({ cases: [caseOf(strategy, { epoch: 3 })], ...part }),
    planningOf([strategy], law),
  )
  life.review(at('2026-03-02 00:05'))
  return life
}

describe('the point of a contact', () => {
  const points = [
    pointOf({ id: 1 as PointId, number: 11 as NumberId, valid: false }),
    pointOf({ id: 2 as PointId, number: 12 as NumberId, line: 'landline' }),
    pointOf({ id: 3 as PointId, number: 13 as NumberId }),
    pointOf({ id: 4 as PointId, number: 14 as NumberId }),
    pointOf({ id: 5 as PointId, number: 15 as NumberId, role: 'spouse' }),
    pointOf({ id: 6 as PointId, number: 16 as NumberId, kind: 'address' }),
  ]

  it('the point is the valid number of the debtor with the best verdict', () => {
    const law: Law = ({ point }) => (point === 13 ? denies('OPTED-OUT') : always)
    const life = lifeUnder([friendly], law, { points })
    expect(life.review(at('2026-03-02 10:00')).planned).toMatchObject([{ point: 4 }])
  })

  it('sooner beats later', () => {
    const law: Law = ({ point }) => defersTo(point === 13 ? at('2026-03-03 08:00') : at('2026-03-02 12:00'))
    const life = lifeUnder([friendly], law, { points })
    expect(life.review(at('2026-03-02 10:00')).planned).toMatchObject([
      { point: 4, notBefore: at('2026-03-02 12:00') },
    ])
  })

  it('a call may ring a landline, a visit goes to the address', () => {
    const call = { step: 'call', channel: 'call', script: 'call', dpd: 1, at: '10:00' }
    const visit = { step: 'visit', channel: 'visit', dpd: 1, at: '10:00', duration: { minutes: 30 } }
    const life = lifeUnder([call, visit], () => always, { points })
    expect(life.review(at('2026-03-02 10:00')).planned).toMatchObject([
      { step: 'call', point: 2 },
      { step: 'visit', point: 6, durationMinutes: 30, template: null },
    ])
  })

  it('no point at all gives one task to look for the debtor, in each episode; another line is no reason', () => {
    const call = { step: 'call', channel: 'call', script: 'call', dpd: 2, at: '10:00' }
    const life = lifeUnder([friendly, call], () => always, { points: points.slice(0, 1) })
    life.live(at('2026-03-02 10:00'), at('2026-03-08'))
    const tasks = () => life.decisions.flatMap((one) => one.tasks).filter(({ kind }) => kind === 'unresolved')
    expect(tasks()).toMatchObject([{ kind: 'unresolved', role: 'skip_trace', due: at('2026-03-02 10:00') }])
    life.change({ accounts: life.dossier.accounts.map((one) => ({ ...one, anchor: '2026-03-08' })) })
    life.live(at('2026-03-09'), at('2026-03-14'))
    expect(tasks()).toHaveLength(2)
    const landline = lifeUnder([friendly], () => always, { points: points.slice(0, 2) })
    landline.live(at('2026-03-02 10:00'), at('2026-03-08'))
    expect(landline.decisions.flatMap((one) => one.tasks)).toEqual([])
  })

  it('nobody is looked for because of an e-mail address that was never told, while a text reaches them and nothing waits for the e-mail', () => {
    const mail = { step: 'mail', channel: 'email', template: 'text', dpd: 2, at: '10:00' }
    const asked = (step: object, known: typeof points) => {
      const life = lifeUnder([friendly, step], () => always, { points: known })
      life.live(at('2026-03-02 10:00'), at('2026-03-06'))
      return life.decisions.flatMap((one) => one.tasks).map(({ kind, step: about }) => `${kind} ${about}`)
    }
    expect(asked(mail, points)).toEqual([])
    expect(asked({ ...mail, mandatory: true }, points)).toContain('unresolved mail')
    expect(asked(mail, points.slice(0, 1))).toContain('unresolved friendly')
    const dead = pointOf({ id: 7 as PointId, number: 17 as NumberId, kind: 'email', valid: false })
    expect(asked(mail, [...points, dead])).toEqual(['unresolved mail'])
  })

  it('a number that opted out is none at which a text arrives: then somebody looks for the e-mail address', () => {
    const mail = { step: 'mail', channel: 'email', template: 'text', dpd: 2, at: '10:00' }
    const asked = (holds: ReturnType<typeof holdOf>[]) => {
      const life = lifeUnder([friendly, mail], () => always, { points: points.slice(2, 4), holds })
      life.live(at('2026-03-02 10:00'), at('2026-03-06'))
      return life.decisions.flatMap((one) => one.tasks).map(({ kind, step: about }) => `${kind} ${about}`)
    }
    const stop = { kind: 'optout', from: at('2026-03-01') } as const
    const both = [13, 14].map((number) => holdOf({ ...stop, number: number as NumberId }))
    expect(asked(both.slice(0, 1))).toEqual([])
    expect(asked(both)).toEqual(['unresolved mail'])
    expect(asked([holdOf({ ...stop, channel: 'sms' })])).toEqual(['unresolved mail'])
    expect(asked(both.map((one) => ({ ...one, lifted: at('2026-03-02') })))).toEqual([])
  })

  it('where a channel reaches numbers and names, a number comes first, whatever was said last', () => {
    const im = { step: 'im', channel: 'im', template: 'friendly', dpd: 1, at: '10:00' }
    const name = {
      id: 8 as PointId,
      number: 18 as NumberId,
      kind: 'handle',
      namedAt: at('2026-03-01'),
    } as const
    const life = lifeUnder([im], () => always, { points: [pointOf(name), ...points] })
    expect(life.review(at('2026-03-02 10:00')).planned).toMatchObject([{ step: 'im', point: 2 }])
    const alone = lifeUnder([im], () => always, { points: [pointOf(name)] })
    expect(alone.review(at('2026-03-02 10:00')).planned).toMatchObject([{ point: 8 }])
  })

  it('a step without a point is refused, and looked at again at its time on the next local day', () => {
    const life = lifeUnder([friendly], () => always, { points: points.slice(0, 2) })
    expect(life.review(at('2026-03-02 10:00')).cases[0]?.nextReviewAt).toBe(at('2026-03-03 10:00'))
    expect(life.dropped()).toEqual(['2026-03-02T10:00 friendly no_valid_point'])
  })
})

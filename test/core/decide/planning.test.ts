import { describe, expect, it } from 'vitest'
import type { AccountId, CaseId, ContactId, PersonId } from '../../../src/core/base/id.ts'
import { at, caseOf, contactOf, dossierOf, strategyOf } from './build.ts'
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

describe('the verdict at planning', () => {
  it('a permit gives a row at this instant, to the end of the lawful window', () => {
    const life = lifeUnder([friendly], () => ({ ...always, until: at('2026-03-02 21:00') }))
    const { planned } = life.review(at('2026-03-02 10:00'))
    expect(planned).toEqual([
      {
        person: 1,
        case: 1,
        account: 1,
        point: 1,
        channel: 'sms',
        purpose: 'collect',
        stage: 'one',
        step: 'friendly',
        episode: '2026-03-01',
        attempt: 1,
        mandatory: false,
        dueOn: '2026-03-02',
        epoch: 3,
        template: 'friendly',
        automation: 'human',
        durationMinutes: 0,
        dpd: 1,
        notBefore: at('2026-03-02 10:00'),
        expiresAt: at('2026-03-02 21:00'),
        reasons: [],
      },
    ])
  })

  it('a deferral gives a row at the earliest lawful instant, with the days past due of that day and the reasons', () => {
    const life = lifeUnder([friendly], () => defersTo(at('2026-03-04 08:00')))
    const { planned } = life.review(at('2026-03-02 10:00'))
    expect(planned).toMatchObject([
      { notBefore: at('2026-03-04 08:00'), expiresAt: at('2026-03-04 09:00'), dpd: 3, dueOn: '2026-03-02' },
    ])
    expect(planned[0]?.reasons.map(({ rule }) => rule)).toEqual(['TEST-WINDOW'])
  })

  it('a deferral beyond the stage gives no row, the reasons, and a look at its time on the next local day', () => {
    const life = lifeUnder([friendly], () => defersTo(at('2026-03-21 08:00')))
    const { planned, cases } = life.review(at('2026-03-02 10:00'))
    expect(planned).toEqual([])
    expect(cases[0]?.nextReviewAt).toBe(at('2026-03-03 10:00'))
    expect(life.dropped()).toEqual(['2026-03-02T10:00 friendly TEST-WINDOW,stage_ends_first'])
  })

  it('a denial gives no row, all reasons, and a look at its time on the next local day', () => {
    const life = lifeUnder([friendly], () => denies('NO-CONSENT'))
    const { planned, cases, decisions } = life.review(at('2026-03-02 10:00'))
    expect(planned).toEqual([])
    expect(cases[0]?.nextReviewAt).toBe(at('2026-03-03 10:00'))
    expect(decisions).toMatchObject([
      { kind: 'refused', step: 'friendly', reasons: [{ rule: 'NO-CONSENT' }] },
    ])
  })

  it('a denial is told once while its reasons stay, and asked again each day and at each fact', () => {
    let law: Law = () => denies('NO-CONSENT')
    const life = lifeUnder([friendly], (...asked) => law(...asked))
    life.review(at('2026-03-02 10:00'))
    expect(life.review(at('2026-03-02 11:00')).decisions).toEqual([])
    life.live(at('2026-03-03 00:00'), at('2026-03-05 12:00'))
    expect(life.dropped()).toEqual(['2026-03-02T10:00 friendly NO-CONSENT'])
    expect(life.dossier.cases[0]?.snapshot.episodes['2026-03-01']?.denied['friendly']).toEqual({
      from: '2026-03-02',
      last: '2026-03-05',
      told: 'NO-CONSENT',
    })
    law = () => denies('NO-HOUR')
    life.live(at('2026-03-06 00:00'), at('2026-03-08 12:00'))
    expect(life.dropped().slice(1)).toEqual(['2026-03-06T10:00 friendly NO-HOUR'])
    law = () => always
    expect(life.review(at('2026-03-08 12:00')).planned).toHaveLength(1)
  })
})

describe('a step that the law denies day after day', () => {
  it('a mandatory step that was denied for seven local days is given to a human', () => {
    const life = lifeUnder([{ ...friendly, mandatory: true }], () => denies('NO'))
    life.live(at('2026-03-02 10:00'), at('2026-03-07 23:00'))
    expect(life.decisions.flatMap((one) => one.tasks)).toEqual([])
    life.live(at('2026-03-08 00:00'), at('2026-03-30'))
    expect(life.decisions.flatMap((one) => one.tasks)).toMatchObject([
      { kind: 'mandatory_denied', due: at('2026-03-08 10:00') },
    ])
  })

  it('a denied step that a later stage requires is given to a human too', () => {
    const strategy = strategyOf({
      stages: [
        { stage: 'one', from: { dpd: 1 }, steps: [friendly] },
        { stage: 'two', from: { dpd: 5 }, requires: { step: 'friendly' }, steps: [] },
      ],
    })
    const life = new Life(
      dossierOf({ cases: [caseOf(strategy)] }),
      planningOf([strategy], () => denies('NO')),
    )
    life.live(at('2026-03-02 00:05'), at('2026-03-30'))
    expect(life.decisions.flatMap((one) => one.tasks)).toMatchObject([{ kind: 'requires_denied' }])
    expect(life.stages()).toEqual(['2026-03-02T00:05 working/one'])
  })

  it('a day on which it was not denied breaks the run', () => {
    const strategy = strategyOf({
      stages: [{ stage: 'one', from: { dpd: 1 }, steps: [{ ...friendly, mandatory: true }] }],
    })
    const theCase = caseOf(strategy, {
      state: 'working',
      stage: 'one',
      snapshot: {
        lastAnchor: '2026-03-01',
        episodes: {
          '2026-03-01': {
            entries: { one: '2026-03-02' },
            dropped: {},
            denied: { friendly: { from: '2026-03-02', last: '2026-03-06' } },
          },
        },
      },
    })
    const life = new Life(
      dossierOf({ cases: [theCase] }),
      planningOf([strategy], () => denies('NO')),
    )
    expect(life.review(at('2026-03-08 10:00')).tasks).toEqual([])
    expect(life.dossier.cases[0]?.snapshot.episodes['2026-03-01']?.denied['friendly']).toMatchObject({
      from: '2026-03-08',
      last: '2026-03-08',
    })
  })

  it('a step that is denied at the send waits for its time on the next local day', () => {
    const life = lifeUnder([friendly], () => always)
    life.change({
      denied: [
        {
          case: 1 as CaseId,
          episode: '2026-03-01',
          step: 'friendly',
          state: 'denied',
          changedAt: at('2026-03-02 10:01'),
        },
      ],
    })
    const { planned, cases } = life.review(at('2026-03-02 10:02'))
    expect(planned).toEqual([])
    expect(cases[0]?.nextReviewAt).toBe(at('2026-03-03 10:00'))
    expect(life.review(at('2026-03-03 00:00')).planned).toEqual([])
    expect(life.review(at('2026-03-03 10:00')).planned).toHaveLength(1)
  })
})

describe('a contact that expired before it was sent', () => {
  it('a contact that expired is planned again an hour later', () => {
    const life = lifeUnder([friendly], () => always)
    life.change({
      denied: [
        {
          case: 1 as CaseId,
          episode: '2026-03-01',
          step: 'friendly',
          state: 'expired',
          changedAt: at('2026-03-02 10:30'),
        },
      ],
    })
    const { planned, cases } = life.review(at('2026-03-02 10:30'))
    expect(planned).toEqual([])
    expect(cases[0]?.nextReviewAt).toBe(at('2026-03-02 11:30'))
    expect(life.review(at('2026-03-02 11:30')).planned).toHaveLength(1)
  })
})

describe('a text that nobody wrote', () => {
  it('a text that nobody wrote is refused', () => {
    const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [friendly] }] })
    const life = new Life(
      dossierOf({ cases: [caseOf(strategy)] }),
      planningOf([strategy], () => always, []),
    )
    life.live(at('2026-03-02 00:05'), at('2026-03-02 12:00'))
    expect(life.dropped()).toEqual(['2026-03-02T10:00 friendly no_template'])
  })
})

describe('attempt numbers', () => {
  it('attempt numbers count every row that keeps its number', () => {
    const life = lifeUnder([{ ...friendly, every: { days: 1 }, max: 9 }], () => always)
    const row = contactOf({ step: 'friendly', attempt: 1, at: at('2026-03-02 10:00') })
    const failed = contactOf({
      id: 901 as ContactId,
      step: 'friendly',
      attempt: 2,
      state: 'failed',
      at: at('2026-03-03 10:00'),
    })
    life.change({
      contacts: [
        row,
        failed,
        contactOf({
          id: 902 as ContactId,
          person: 2 as PersonId,
          case: 5 as CaseId,
          accounts: [5 as AccountId],
          step: 'friendly',
          attempt: 7,
        }),
      ],
    })
    expect(life.review(at('2026-03-04 10:00')).planned).toMatchObject([{ attempt: 3 }])
  })
})

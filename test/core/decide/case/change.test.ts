import { describe, expect, it } from 'vitest'
import { changeOf } from '../../../../src/core/decide/case/change.ts'
import type { CaseReview } from '../../../../src/core/decide/case/review.ts'
import type { CaseSnapshot, EpisodeMemory } from '../../../../src/core/model/case-memory.ts'
import type { DossierCase } from '../../../../src/core/model/dossier.ts'
import { addDays } from '../../../../src/core/base/time.ts'
import { at } from '../build.ts'
import { viewIn } from '../step/view.ts'

interface Given {
  row?: Partial<DossierCase>
  anchor?: string
  learnt?: true
  told?: true
  review?: Partial<CaseReview>
}

/** A case on 10 March that is looked at again on the 11th. */
function written({ row, anchor = '2026-03-01', learnt, told, review }: Given) {
  const known = viewIn({ account: { anchor } })
  const view = { ...known, case: { ...known.case, ...row }, learnt: learnt === true }
  const state = { state: 'working', stage: 'one' } as const
  const next = at('2026-03-11 10:00')
  const here = { view, from: state, to: state, moved: false, closed: null, next, gap: null, enters: false }
  return changeOf({ ...here, ...review }, { told: told === true, waits: null })
}

const closed = { on: '2026-03-10', reason: 'cured' }
const next = at('2026-03-11 10:00')

describe('the row of a case after a review', () => {
  it.each<[string, Given, number]>([
    ['a case that was not due and has nothing new keeps it', { row: { nextReviewAt: next } }, 0],
    ['a case that moved', { row: { nextReviewAt: next }, review: { moved: true } }, 1],
    ['a case of which something is told', { row: { nextReviewAt: next }, told: true }, 1],
    ['a case that learnt something', { row: { nextReviewAt: next }, learnt: true }, 1],
    ['a case with another next review', { row: { nextReviewAt: next + 1 } }, 1],
    ['a case without a next review that gets one', { row: { nextReviewAt: null } }, 1],
    [
      'a case that is due now, and again now',
      { row: { nextReviewAt: at('2026-03-10 12:00') }, review: { next: at('2026-03-10 12:00') } },
      1,
    ],
    [
      'a case that was due, and still is',
      { row: { nextReviewAt: at('2026-03-09') }, review: { next: at('2026-03-09') } },
      1,
    ],
    ['a closed case without a next review', { row: { nextReviewAt: null }, review: { closed } }, 1],
  ])('%s', (_, given, then) => expect(written(given)).toHaveLength(then))

  it('a closed case is not looked at again', () => {
    expect(written({ review: { closed } })).toMatchObject([{ closed, nextReviewAt: null }])
    expect(written({})).toMatchObject([{ closed: null, nextReviewAt: next }])
  })
})

describe('what the row remembers of episodes', () => {
  const memory = (more: Partial<EpisodeMemory> = {}): EpisodeMemory => ({
    entries: {},
    dropped: {},
    denied: {},
    ...more,
  })
  const left = (leftOn: string) => memory({ leftOn })
  const own = memory({ entries: { one: '2026-03-02' } })
  const after = (given: Given, snapshot: CaseSnapshot) =>
    written({ ...given, row: { snapshot } })[0]?.snapshot
  const two = { '2026-01-01': memory(), '2026-02-01': left('2026-02-03') }
  const twoLeft = { '2026-01-01': left('2026-03-10'), '2026-02-01': left('2026-02-03') }

  it.each<[string, Given, CaseSnapshot, CaseSnapshot]>([
    [
      'its own stands beside the others, each with the day on which it was left',
      {},
      { episodes: two, lastAnchor: '2026-02-01' },
      { episodes: { ...twoLeft, '2026-03-01': own }, lastAnchor: '2026-03-01' },
    ],
    [
      'its own is left when the case is closed',
      { review: { closed } },
      { episodes: {}, lastAnchor: '2026-03-01' },
      { episodes: { '2026-03-01': { ...own, leftOn: '2026-03-10' } }, lastAnchor: '2026-03-01' },
    ],
    [
      'the latest anchor stays where the case goes back to an older debt',
      {},
      { episodes: { '2026-03-05': memory() }, lastAnchor: '2026-03-05' },
      { episodes: { '2026-03-05': left('2026-03-10'), '2026-03-01': own }, lastAnchor: '2026-03-05' },
    ],
    [
      'what is due today is no episode',
      { anchor: '2026-03-10' },
      { episodes: two, lastAnchor: '2026-02-01' },
      { episodes: two, lastAnchor: '2026-02-01' },
    ],
    [
      'what is due today is no episode, and all are left when the case is closed',
      { anchor: '2026-03-10', review: { closed } },
      { episodes: two, lastAnchor: '2026-02-01' },
      { episodes: twoLeft, lastAnchor: '2026-02-01' },
    ],
  ])('%s', (_, given, before, then) => expect(after(given, before)).toEqual(then))

  it('twenty-four episodes are kept, and the oldest are forgotten', () => {
    const days = Array.from({ length: 30 }, (_day, index) => addDays('2026-01-01', index))
    const kept = (known: readonly string[]) => {
      const episodes = Object.fromEntries(known.map((day) => [day, memory()]))
      return Object.keys(after({}, { episodes, lastAnchor: '2026-02-01' })?.episodes ?? {}).sort()
    }
    const now = '2026-03-01'
    expect(kept([...days].reverse())).toEqual([...days.slice(7), now])
    expect(kept(days.slice(0, 24))).toEqual([...days.slice(1, 24), now])
    expect(kept(days.slice(0, 23))).toEqual([...days.slice(0, 23), now])
    expect(kept([...days.slice(0, 23), now])).toEqual([...days.slice(0, 23), now])
  })
})

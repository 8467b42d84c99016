import { describe, expect, it } from 'vitest'
import type { Change } from '../../../../src/core/decide/case/remember.ts'
import { learn } from '../../../../src/core/decide/case/view-of.ts'
import type { EpisodeMemory } from '../../../../src/core/model/case-memory.ts'
import { at } from '../build.ts'
import { viewIn } from '../step/view.ts'

const day = '2026-03-10'
const now = at('2026-03-10 12:00')
const early = at('2026-03-02 09:00')

/** All that an episode may remember. */
const full: EpisodeMemory = {
  entries: { one: '2026-03-02' },
  dropped: { hello: { on: '2026-03-06', why: 'overtaken', by: '1/often' } },
  denied: { hello: { from: '2026-03-06', last: '2026-03-07' } },
  turn: { hello: early, often: early },
  again: { hello: early, often: null },
  enteredAt: { one: early, two: early },
  tasks: { post: '2026-03-07' },
  waiting: { two: '2026-03-08' },
  shadow: { hello: ['2026-03-06'] },
  lag: { days: 3, on: '2026-03-04' },
  entryLag: { one: 2 },
  idle: [{ from: '2026-03-03', to: '2026-03-04' }],
  stopsCounted: early,
  restedAt: early,
  leftOn: '2026-03-05',
}
const { lag: _lag, restedAt: _rested, leftOn: _left, ...lasting } = full

/** What was loaded is written by nobody. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

function after(memory: Partial<EpisodeMemory>, change: Change) {
  const known = { entries: {}, dropped: {}, denied: {}, ...memory }
  const view = viewIn({ memory: frozen(known) })
  learn(view, change)
  return { memory: view.memory, learnt: view.learnt, idle: view.idle }
}

const dropped = { on: day, why: 'passed' } as const
const run = { from: day, last: day }
const CHANGES: [Change, EpisodeMemory][] = [
  [
    { is: 'entered', stage: 'two', on: day, at: now, lag: 4 },
    {
      ...full,
      entries: { one: '2026-03-02', two: day },
      enteredAt: { one: early, two: now },
      entryLag: { one: 2, two: 4 },
    },
  ],
  [
    { is: 'entered', stage: 'two', on: day, at: now, lag: 0 },
    { ...full, entries: { one: '2026-03-02', two: day }, enteredAt: { one: early, two: now } },
  ],
  [
    { is: 'stage_forgotten', stage: 'one', steps: ['hello'] },
    {
      ...full,
      entries: {},
      enteredAt: { two: early },
      dropped: {},
      again: { often: null },
      turn: { often: early },
    },
  ],
  [
    { is: 'let_go', name: 'often#2', dropped },
    { ...full, dropped: { ...full.dropped, 'often#2': dropped } },
  ],
  [
    { is: 'brought_back', name: 'hello' },
    { ...full, dropped: {} },
  ],
  [
    { is: 'refused', step: 'often', run },
    { ...full, denied: { ...full.denied, often: run } },
  ],
  [
    { is: 'turn', step: 'often', at: now },
    { ...full, turn: { hello: early, often: now } },
  ],
  [
    { is: 'again', step: 'hello', at: null },
    { ...full, again: { hello: null, often: null } },
  ],
  [
    { is: 'again_forgotten', step: 'hello' },
    { ...full, again: { often: null } },
  ],
  [
    { is: 'asked', once: 'requires_denied:hello', on: day },
    { ...full, tasks: { ...full.tasks, 'requires_denied:hello': day } },
  ],
  [
    { is: 'given', step: 'file', on: day },
    { ...full, tasks: { ...full.tasks, file: day } },
  ],
  [
    { is: 'ask_forgotten', once: 'post' },
    { ...full, tasks: {} },
  ],
  [
    { is: 'waits', stage: 'three', since: day },
    { ...full, waiting: { ...full.waiting, three: day } },
  ],
  [
    { is: 'shadow', step: 'often', days: [day] },
    { ...full, shadow: { ...full.shadow, often: [day] } },
  ],
  [
    { is: 'ladder_set_back', days: 7, on: day },
    { ...full, lag: { days: 7, on: day } },
  ],
  [{ is: 'ladder_forgotten' }, { ...lasting, restedAt: early, leftOn: '2026-03-05' }],
  [
    { is: 'entry_set_back', stage: 'one', lag: 5 },
    { ...full, entryLag: { one: 5 } },
  ],
  [
    { is: 'idle', from: '2026-03-08', to: day },
    { ...full, idle: [...(full.idle ?? []), { from: '2026-03-08', to: day }] },
  ],
  [
    { is: 'stops_counted', before: now },
    { ...full, stopsCounted: now },
  ],
  [
    { is: 'rests', since: now },
    { ...full, restedAt: now },
  ],
  [{ is: 'works' }, { ...lasting, lag: { days: 3, on: '2026-03-04' }, leftOn: '2026-03-05' }],
  [{ is: 'is_back' }, { ...lasting, lag: { days: 3, on: '2026-03-04' }, restedAt: early }],
]

describe('what an episode learns in a review', () => {
  it.each(CHANGES)('%j is remembered, and what was loaded is untouched', (change, then) => {
    const { memory, idle } = after(full, change)
    expect(memory).toEqual(then)
    expect(idle).toEqual(then.idle)
  })

  it('an episode that remembers nothing may forget everything', () => {
    const nothing = { entries: {}, dropped: {}, denied: {} }
    const forgets: Change[] = [
      { is: 'stage_forgotten', stage: 'one', steps: ['hello'] },
      { is: 'brought_back', name: 'hello' },
      { is: 'again_forgotten', step: 'hello' },
      { is: 'ladder_forgotten' },
      { is: 'works' },
      { is: 'is_back' },
    ]
    for (const change of forgets) expect(after({}, change).memory).toEqual(nothing)
    expect(after({}, { is: 'ask_forgotten', once: 'post' }).memory).toEqual({ ...nothing, tasks: {} })
  })

  it('the row is written, unless a line, a task or a fact tells it', () => {
    const silent = CHANGES.filter(([change]) => !after(full, change).learnt).map(([{ is }]) => is)
    expect(silent).toEqual(['given', 'ladder_forgotten', 'is_back'])
  })

  it('idle days count at once, and move the ladder', () => {
    const view = viewIn({ memory: { entries: { one: '2026-03-02' } } })
    learn(view, { is: 'idle', from: '2026-03-08', to: day })
    expect([view.idle, view.lag]).toEqual([[{ from: '2026-03-08', to: day }], 2])
  })

  it('a case without an episode in its row remembers nothing', () => {
    const view = viewIn({ row: { snapshot: { episodes: {}, lastAnchor: '2026-03-01' } } })
    expect(view.memory).toEqual({ entries: {}, dropped: {}, denied: {} })
  })
})

import { describe, expect, it } from 'vitest'
import type { ContactId } from '../../../../src/core/base/id.ts'
import { at } from '../build.ts'
import { due, entered, held, refused, sent, spoke, type World } from './view.ts'

const own = [sent('hello', '2026-03-06 10:00')]
const underWay = [sent('hello', '2026-03-06 10:00', { state: 'sending' })]
const before = [sent('hello', '2026-03-06 10:00', { episode: '2026-02-01' })]
const lateOnTheFirst = { memory: { enteredAt: { one: at('2026-03-02 23:00') } } }
const remembers = (memory: World['memory']): World => (memory ? { memory } : {})
const denials = (...denied: ReturnType<typeof refused>[]): World => ({ more: { denied } })
const twice = [refused('expired', '2026-03-10 11:00'), refused('expired', '2026-03-09 11:00')]
const both = [refused('expired', '2026-03-10 11:00'), refused('denied', '2026-03-10 10:30')]
const others = [
  refused('denied', '2026-03-10 11:00', { case: 2 }),
  refused('denied', '2026-03-10 11:00', { episode: '2026-02-01' }),
]

describe('when a step is due', () => {
  it.each<[string, string, World, string]>([
    ['on its day of the ladder', 'hello', {}, 'due 03-06T10:00 #1'],
    ['not when it was sent', 'hello', { contacts: own }, 'taken'],
    ['not while it is under way', 'hello', { contacts: underWay }, 'blocked'],
    ['when it was sent in another episode', 'hello', { contacts: before }, 'due 03-06T10:00 #1'],
    ['not when its day was before the entry', 'hello', entered('2026-03-07'), 'passed 2026-03-06'],
    ['on the day of the entry', 'hello', entered('2026-03-06'), 'due 03-06T10:00 #1'],
    ['a day later after a late entry', 'hello', entered('2026-03-06', '10:01'), 'due 03-07T10:00 #1'],
    ['when the case entered just then', 'hello', entered('2026-03-06', '10:00'), 'due 03-06T10:00 #1'],
    ['on its day after an earlier late entry', 'hello', lateOnTheFirst, 'due 03-06T10:00 #1'],
    ['not inside a hold', 'hello', held('2026-03-05'), 'passed 2026-03-06'],
    ['inside a hold if mandatory', 'must', held('2026-03-03'), 'due 03-04T10:00 #1'],
    ['before the entry if mandatory', 'must', entered('2026-03-07'), 'due 03-04T10:00 #1'],
    ['before the entry if for a human', 'post', entered('2026-03-09'), 'due 03-07T09:00 #1'],
    ['not for less money than it asks for', 'rich', {}, 'not_for_this_case'],
    ['for the money that it asks for', 'rich', { account: { pastDue: 20_000 } }, 'due 03-07T10:00 #1'],
    ['not for another band', 'risky', {}, 'not_for_this_case'],
    [
      'on the next day after a denial',
      'hello',
      denials(refused('denied', '2026-03-10 11:00')),
      'due 03-06T10:00 from 03-11T10:00 #1',
    ],
    [
      'an hour after it expired',
      'hello',
      denials(refused('expired', '2026-03-10 11:00')),
      'due 03-06T10:00 from 03-10T12:00 #1',
    ],
    ['an hour after it expired last', 'hello', denials(...twice), 'due 03-06T10:00 from 03-10T12:00 #1'],
    [
      'on the next day after a denial, though it expired later',
      'hello',
      denials(...both),
      'due 03-06T10:00 from 03-11T10:00 #1',
    ],
    ['whatever was denied of another case or episode', 'hello', denials(...others), 'due 03-06T10:00 #1'],
  ])('%s', (_, name, world, then) => expect(due(name, world)).toBe(then))

  it.each<[string, World['memory'], string]>([
    ['at its turn', { turn: { hello: at('2026-03-11 10:00') } }, 'due 03-06T10:00 from 03-11T10:00 #1'],
    [
      'at rest until then',
      { again: { hello: at('2026-03-12 10:00') } },
      'due 03-06T10:00 rests 03-12T10:00 #1',
    ],
    ['at rest until something changes', { again: { hello: null } }, 'due 03-06T10:00 rests Infinity #1'],
    ['not when it was overtaken', { dropped: { hello: { on: '2026-03-06', why: 'overtaken' } } }, 'dropped'],
  ])('a step is due as the case remembers: %s', (_, memory, then) =>
    expect(due('hello', remembers(memory))).toBe(then),
  )
})

describe('when a step is due that is repeated', () => {
  const passed = (on: string, attempt: number) => ({ [`often#${attempt}`]: { on, why: 'passed' as const } })
  const four = [1, 2, 3, 4].map((attempt) =>
    sent('often', '2026-03-04 15:00', { id: (920 + attempt) as ContactId, attempt }),
  )
  const onThe4th = [sent('often', '2026-03-04 15:00')]
  const onThe6th = [sent('often', '2026-03-06 15:00')]
  it.each<[string, World, string]>([
    ['on its first day', {}, 'due 03-03T10:00 #1'],
    ['some days after it was taken last', { contacts: onThe4th }, 'due 03-07T10:00 #2'],
    ['some days after it was let go', remembers({ dropped: passed('2026-03-05', 1) }), 'due 03-08T10:00 #1'],
    [
      'after it was taken, and let go later',
      { contacts: onThe4th, memory: { dropped: passed('2026-03-06', 2) } },
      'due 03-09T10:00 #2',
    ],
    [
      'after it was taken, and let go before',
      { contacts: onThe6th, memory: { dropped: passed('2026-03-04', 2) } },
      'due 03-09T10:00 #2',
    ],
    ['on its next day after the entry', entered('2026-03-07'), 'due 03-09T10:00 #1'],
    ['on its own day if that is the entry', entered('2026-03-06'), 'due 03-06T10:00 #1'],
    ['on its next day after a hold', held('2026-03-03'), 'due 03-09T10:00 #1'],
    ['not when it was made as often as the file says', { contacts: four }, 'taken'],
  ])('%s', (_, world, then) => expect(due('often', world)).toBe(then))
})

describe('when a step is due that leaves whoever was reached alone', () => {
  const twoCalls = [spoke('2026-03-09 10:00'), spoke('2026-03-05 10:00')]
  const somebodyElse = [spoke('2026-03-09 10:00', { person: 2 as never })]
  const thirdParty = [spoke('2026-03-09 10:00', { disposition: 'third_message' })]
  it.each<[string, World['contacts'], string]>([
    ['nobody was spoken to', [], 'due 03-07T10:00 #1'],
    ['somebody was spoken to three days before', [spoke('2026-03-04 10:00')], 'due 03-07T10:00 #1'],
    ['somebody was spoken to two days before', [spoke('2026-03-05 10:00')], 'due 03-08T10:00 #1'],
    ['somebody was spoken to later', twoCalls, 'due 03-12T10:00 #1'],
    ['somebody else was spoken to', somebodyElse, 'due 03-07T10:00 #1'],
    ['a third party was spoken to', thirdParty, 'due 03-07T10:00 #1'],
  ])('%s', (_, contacts = [], then) => expect(due('rest', { contacts })).toBe(then))
})

describe('when a call is due again', () => {
  const line = { channel: 'call', state: 'failed', disposition: 'busy', attempt: null } as const
  it.each([
    ['half an hour after it was busy', ['10 11:00'], 'from 03-10T11:30 #2'],
    ['half an hour after it was busy twice', ['10 11:00', '10 11:40'], 'from 03-10T12:10 #3'],
    ['the next day after three times', ['10 11:00', '10 11:40', '10 11:50'], 'from 03-11T11:00 #4'],
    ['whatever was the day before', ['09 11:00', '09 11:40', '10 11:50'], 'from 03-10T12:20 #4'],
  ] as const)('%s', (_, times, then) => {
    const contacts = times.map((when, index) =>
      sent('call', `2026-03-${when}`, { id: (930 + index) as ContactId, ...line }),
    )
    expect(due('call', { contacts })).toBe(`due 03-07T11:00 ${then}`)
  })
})

import { describe, expect, it } from 'vitest'
import { comparisonsIn } from './comparisons.ts'
import { sourceOf, sourcesIn } from './source.ts'

/** Comparisons outside the machine's room, each with its reason. */
const ALLOWED: Record<string, string> = {
  'src/core/decide/contact/candidate.ts: left.dpd !== right.dpd':
    "the order among a person's accounts is the planner's",
  'src/core/decide/step/done.ts: timesDone(view, step) > 0':
    'whether it was done at all: a number for the machine',
  'src/core/decide/ladder/late-entry.ts: day <= dpd':
    'steps that lie behind the day on which a late case enters: calendar',
  'src/core/decide/step/due.ts: times > max':
    'how often a busy line is dialled on one day: when, not whether',
  'src/core/arrears/bucket.ts: dpd >= from': 'the bucket that a report shows: it decides nothing',
  'src/core/arrears/bucket.ts: from > dpd': 'and when that changes',
  'src/core/arrears/bucket.ts: pastDue === 0': 'nothing past due is in no bucket',
  'src/core/detect/detect.ts: dpd === 0': 'not past due: there is no strategy to be asked',
  'src/core/detect/detect.ts: pastDue === 0': 'nothing past due: there is no strategy to be asked',
  'src/core/arrears/has-fallen.ts: after.pastDue < before.pastDue':
    'what a fact has changed, not what is due',
  'src/core/arrears/has-fallen.ts: after.pastDue === 0': 'what time alone has brought back, not what is due',
  'src/core/arrears/has-fallen.ts: before.pastDue === 0': 'what time alone has brought back, not what is due',
  'src/core/arrears/resting-holds.ts: pastDue > 0': 'nothing but what is disputed is left: the case rests',
  'src/core/arrears/update-figures.ts: arrears.pastDue > 0': 'nothing but what is disputed is left: no cure',
  'src/core/arrears/update-figures.ts: account.pastDue > 0':
    'the feed still says so: what a settlement was undone by',
  'src/core/arrears/next-review.ts: pastDue > 0': 'when time alone brings the next review: calendar',
}

describe('days past due, risk, money and attempts are compared by the machine alone', () => {
  it('deciding and detecting hold only the comparisons that are listed', () => {
    const found = sourcesIn('src/core/decide', 'src/core/arrears', 'src/core/detect').flatMap(comparisonsIn)
    expect(found.toSorted()).toEqual(Object.keys(ALLOWED).toSorted())
  })

  it.each([
    'dpd < first',
    'view.dpd >= 1',
    'account.pastDue <= 0',
    'rows.taken >= (step.max ?? 1)',
    'timesDone(view, step) > 0',
    'risk.includes(view.band)',
    'risk?.includes(band) ?? true',
    'view.band === "high"',
  ])('the comparison %s is found', (text) => {
    expect(comparisonsIn(sourceOf('x.ts', `const a = ${text}`))).toHaveLength(1)
  })

  it.each(['dpd === null', 'step.pastDue === undefined', 'day < today', 'names.includes(step)'])(
    'the comparison %s is left alone',
    (text) => {
      expect(comparisonsIn(sourceOf('x.ts', `const a = ${text}`))).toEqual([])
    },
  )
})

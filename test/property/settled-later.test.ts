import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR } from '../../src/core/base/time.ts'
import { judgeAt } from '../../src/core/compliance/judgement.ts'
import { compileLaw } from '../../src/core/compliance/pack/law.ts'
import type { Circumstances, Question } from '../../src/core/model/question.ts'
import { asked, contact, circumstances } from '../support/any-law.ts'
import { lawOf, shipped } from '../support/law.ts'
import { drawn } from './drawn.ts'

const later = fc
  .tuple(contact, fc.integer({ min: 1, max: 24 * 30 * 60 }))
  .filter(([{ outcome }]) => outcome !== 'pending')

describe('a settled contact later than the one that is judged', () => {
  const everywhere = compileLaw(shipped())
  const counting = lawOf(
    [{ days: 7 }, { hours: 36 }, { calendar: 'week' }, { lifetime: true }].map((span) => ({
      kind: 'cap',
      appliesTo: {},
      parameters: { max: 1, per: ['person'], span, counts: 'attempt' },
    })),
  )

  it.each([
    ['the law on file', everywhere, 150],
    ['a law that counts over every span', counting, 400],
  ])('a later contact changes nothing of the verdict at that instant, under %s', (_, law, runs) => {
    const said = (ask: Question, known: Circumstances) => {
      const { refusals, duties, warnings } = judgeAt(ask, known, law)
      return [refusals, duties, warnings].map((list) => list.map(({ rule }) => rule))
    }
    fc.assert(
      fc.property(
        asked,
        circumstances,
        fc.array(later, { minLength: 1, maxLength: 4 }),
        (ask, known, more) => {
          const settled = more.map(([one, minutes]) => ({ ...one, at: ask.at + (minutes * HOUR) / 60 }))
          const history = [...known.history, ...settled]
          expect(said(ask, { ...known, history })).toEqual(said(ask, known))
        },
      ),
      drawn(runs),
    )
  })
})

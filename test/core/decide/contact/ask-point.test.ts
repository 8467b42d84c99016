import { describe, expect, it } from 'vitest'
import type { ContactId, NumberId, PointId } from '../../../../src/core/base/id.ts'
import type { Candidate } from '../../../../src/core/decide/contact/candidate.ts'
import { Asking, type Counted } from '../../../../src/core/decide/contact/ask-point.ts'
import type { Planning } from '../../../../src/core/decide/planning.ts'
import type { Circumstances, PastContact, Question } from '../../../../src/core/model/question.ts'
import type { Verdict } from '../../../../src/core/model/verdict.ts'
import { at, contactOf, dossierOf, pointOf } from '../build.ts'
import { always, defersTo, denies, templateOf } from '../law.ts'
import { viewIn } from '../step/view.ts'
import { reviewOf, wantedOf } from './wanted.ts'

/** Numbers 1, 2 and 3; the law answers for each, and writes down what it was asked. */
const points = [1, 2, 3].map((id) => pointOf({ id: id as PointId, number: id as NumberId }))
const view = viewIn({ more: { points } })
const contacts = [901, 902].map((id) => contactOf({ id: id as ContactId }))
const dossier = { ...dossierOf({ points }), contacts }
const nothing: Counted = { assumed: [], gone: new Set() }

function lawOf(answers: Verdict[]) {
  const asked: Question[] = []
  const files: { contacts: number[]; assumed: number }[] = []
  const planning = {
    ask: (question: Question, _file: Circumstances, packs: readonly string[]) => {
      expect(packs).toEqual(['xx-house'])
      asked.push(question)
      return answers[asked.length - 1] ?? always
    },
    fileOf: (of: typeof dossier, assumed: PastContact[]) => {
      files.push({ contacts: of.contacts.map(({ id }) => id), assumed: assumed.length })
      return {} as Circumstances
    },
  } as unknown as Planning
  return { asked, files, asking: new Asking(dossier, planning) }
}

function best(answers: Verdict[], more: Partial<Candidate> = {}, step = 'hello') {
  const { asked, asking } = lawOf(answers)
  const answer = asking.best(wantedOf(view, step, more), nothing, [])
  return { asked, told: answer && [answer.point.id, answer.verdict.answer] }
}

describe('the number at which a step is made', () => {
  const [soon, late] = ['2026-03-11', '2026-03-12'].map((day) => defersTo(at(day))) as [Verdict, Verdict]
  const no = denies('R')

  it.each<[string, Verdict[], unknown, number]>([
    ['the first that is permitted', [no, always, always], [2, 'permit'], 2],
    ['the first of all that are permitted', [always, always], [1, 'permit'], 1],
    ['the one that is lawful first', [late, soon, no], [2, 'defer'], 3],
    ['the one that is lawful at all', [no, late, no], [2, 'defer'], 3],
    ['the first of two that are lawful at once', [soon, soon, late], [1, 'defer'], 3],
    ['the first where none is lawful', [no, no, no], [1, 'deny'], 3],
  ])('%s', (_, answers, then, asks) => {
    const { told, asked } = best(answers)
    expect(told).toEqual(then)
    expect(asked).toHaveLength(asks)
  })

  it('nobody is asked where there is no number', () => {
    const { asked, asking } = lawOf([])
    const none = viewIn({ more: { points: [] } })
    expect(asking.best(wantedOf(none, 'hello'), nothing, [])).toBeNull()
    expect(asked).toEqual([])
  })

  it('the law is asked about a contact as it would be made', () => {
    const text = templateOf({ purpose: 'legal_notice', automation: 'robot' as never })
    const [bare] = best([always]).asked
    expect(bare).toMatchObject({
      at: at('2026-03-10 12:00'),
      channel: 'sms',
      dpd: 9,
      durationMinutes: 0,
      moment: 'plan',
      point: 1,
      purpose: 'collect',
      automation: 'human',
      tokens: null,
    })
    const [written] = best([always], { template: text, tokens: ['amount'] }).asked
    expect(written).toMatchObject({ purpose: 'legal_notice', automation: 'robot', tokens: ['amount'] })
    const step = { ...wantedOf(view, 'call').step, duration: { minutes: 20 } }
    expect(best([always], { step }).asked).toMatchObject([{ channel: 'call', durationMinutes: 20 }])
  })

  it('the law counts it at its instant from then on', () => {
    const { asking } = lawOf([])
    const counted = asking.planned(wantedOf(view, 'hello'), pointOf(), at('2026-03-11 08:00'))
    expect(counted).toMatchObject({
      at: at('2026-03-11 08:00'),
      channel: 'sms',
      outcome: 'pending',
      point: 1,
    })
  })
})

describe('the file that the law looks at', () => {
  const one = {} as PastContact
  const ask = (asking: Asking, counted: Counted, without = [] as typeof contacts) =>
    asking.best(wantedOf(view, 'hello'), counted, without)

  it('the same file is used as long as nothing else counts', () => {
    const { asking, files } = lawOf([])
    ask(asking, nothing)
    ask(asking, nothing)
    expect(files).toEqual([{ contacts: [901, 902], assumed: 0 }])
    ask(asking, { assumed: [one], gone: new Set() })
    ask(asking, { assumed: [one], gone: new Set([901]) })
    ask(asking, { assumed: [one], gone: new Set([901]) })
    expect(files.slice(1)).toEqual([
      { contacts: [901, 902], assumed: 1 },
      { contacts: [902], assumed: 1 },
    ])
  })

  it('what a step would replace does not count for it alone', () => {
    const { asking, files } = lawOf([])
    ask(asking, { assumed: [], gone: new Set([901]) }, contacts.slice(1))
    ask(asking, nothing, contacts.slice(1))
    ask(asking, nothing)
    expect(files.map((file) => file.contacts)).toEqual([[], [901], [901, 902]])
  })

  it('what the law asks of people about an account is asked with the same file', () => {
    const { asking, files } = lawOf([])
    expect(asking.standing(reviewOf(view), nothing)).toEqual({ duties: [], reviews: [] })
    const found = { duties: [], reviews: [] }
    const asked: unknown[] = []
    const standing: Planning['standing'] = (about) => {
      asked.push(about)
      about.file()
      return found
    }
    const fileOf: Planning['fileOf'] = ({ contacts: all }) => {
      files.push({ contacts: all.map(({ id }) => id), assumed: 0 })
      return {} as Circumstances
    }
    const own = new Asking(dossier, { standing, fileOf } as unknown as Planning)
    expect(own.standing(reviewOf(view), nothing)).toBe(found)
    expect(asked).toMatchObject([
      {
        question: {
          at: at('2026-03-10 12:00'),
          channel: null,
          point: null,
          dpd: 9,
          moment: 'plan',
          accounts: [1],
        },
        regions: ['US-NY'],
        packs: ['xx-house'],
        openedOn: '2026-03-02',
      },
    ])
    expect(files).toEqual([{ contacts: [901, 902], assumed: 0 }])
  })
})

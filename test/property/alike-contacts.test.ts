import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountId, ContactId, PointId } from '../../src/core/base/id.ts'
import { ACCOUNT, askOnce, DOSSIER, likenessOf, PERSON, POINT } from '../../src/core/deliver/alike.ts'
import { type AskRedeem, askRedeem, type RedeemQuestion } from '../../src/core/deliver/ask.ts'
import { permitUnder } from '../../src/core/deliver/ask-law.ts'
import type { Schedules } from '../../src/core/config/schedules.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { accountOf } from '../core/decide/build.ts'
import { contactOf, dossierOf } from '../core/deliver/batch.ts'
import { book, dossiersOf } from '../support/drawn/debtors.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

/** Everything in which two contacts of one page may differ. Few values, so that many are alike. */
const contact = fc.record({
  text: fc.nat({ max: 3 }),
  purpose: fc.constantFrom('collect', 'collect', 'reply', 'legal_notice'),
  durationMinutes: fc.constantFrom(0, 0, 5),
  episode: fc.constantFrom('2026-03-01', '2026-02-20', null),
  dpd: fc.constantFrom(1, 1, 40, null),
  point: fc.nat({ max: 2 }),
  suspects: fc.constantFrom(undefined, undefined, ['threat']),
  told: fc.boolean(),
})
const page = fc.record({
  book,
  kinds: fc.array(contact, { minLength: 1, maxLength: 2 }),
  place: fc.array(fc.nat({ max: 1 }), { minLength: 40, maxLength: 40 }),
})
type Page = typeof page extends fc.Arbitrary<infer T> ? T : never

function questionsOf(given: Page, { strategies, templates }: Schedules): RedeemQuestion[] {
  return dossiersOf(given.book, strategies).flatMap((dossier, place) => {
    const kind = given.kinds[(given.place[place] ?? 0) % given.kinds.length]
    const template = templates[(kind?.text ?? 0) % templates.length]
    const [theCase] = dossier.cases
    if (!kind || !template || !theCase) return []
    const { text: _, suspects, told, point, ...own } = kind
    const row = contactOf(place + 1, dossier.person.id, {
      ...own,
      accounts: [theCase.account],
      case: theCase.id,
      channel: template.channel,
      template: template.template,
      point: dossier.points[point]?.id ?? (0 as PointId),
    })
    const earlier = { ...row, id: 1000 as ContactId, state: 'sent' as const, at: given.book.now - 3_600_000 }
    return [
      {
        contact: row,
        case: theCase,
        dossier: { ...dossier, contacts: told ? [] : [earlier] },
        at: given.book.now,
        ...(suspects && { suspects }),
      },
    ]
  })
}

/** The same question, in which whoever looks at what no verdict reads is refused. */
function guarded(question: RedeemQuestion): RedeemQuestion {
  const { dossier } = question
  const sealed = {
    ...dossier,
    person: unread(dossier.person, PERSON),
    points: dossier.points.map((point) => unread(point, POINT)),
    accounts: dossier.accounts.map((account) => unread(account, ACCOUNT)),
  }
  return { ...question, dossier: unread(sealed, DOSSIER) }
}

function unread<Row extends object>(row: Row, uses: Record<string, string>): Row {
  const copy = { ...row }
  for (const [field, use] of Object.entries(uses)) {
    if (use !== 'unread') continue
    Object.defineProperty(copy, field, {
      enumerable: false,
      get: () => {
        throw new Error(`a verdict reads ${field}`)
      },
    })
  }
  return copy
}

function asked(questions: readonly RedeemQuestion[], ask: AskRedeem) {
  return questions.map((question) => ask(question))
}

const FOLDERS = ['schedules', ...readdirSync('samples').map((name) => `samples/${name}`)]

describe('contacts that are alike', () => {
  it.each(FOLDERS)(
    'each of a page gets the verdict that it gets alone, under the law and the strategies of %s',
    (folder) => {
      const { schedules } = loadSchedules(folder)
      if (!schedules) throw new Error(`${folder} cannot be read`)
      const { templates, wording, strategies: all } = schedules
      const strategies = new Map(all.map((one) => [one.hash, one]))
      const ask = askRedeem({
        permit: permitUnder(schedules),
        strategies,
        templates,
        wording,
        moment: 'redeem',
      })
      fc.assert(
        fc.property(page, (given) => {
          const questions = questionsOf(given, schedules)
          const alone = asked(questions, ask)
          expect(asked(questions, askOnce(ask))).toEqual(alone)
          const plain = questions.filter((question) => likenessOf(question) !== null)
          const answers = alone.filter((_, place) => plain.includes(questions[place] as RedeemQuestion))
          expect(asked(plain.map(guarded), ask)).toEqual(answers)
        }),
        drawn(30),
      )
    },
    LONG_ENOUGH,
  )

  it('contacts whom nobody has contacted yet are asked about once, but for names and sums; each other one is asked about alone', () => {
    const account = accountOf({ id: 1 as AccountId })
    const questions = [1, 2, 3, 4].map((id): RedeemQuestion => {
      const own = { ...account, id: id as AccountId, externalId: `A${id}`, pastDue: id * 1000 }
      const row = contactOf(id, id, { accounts: [own.id], point: id as PointId })
      const person = { ...dossierOf(id, []), accounts: [own] }
      const [theCase] = person.cases
      if (!theCase) throw new Error('there is no case')
      const earlier = { ...row, id: 99 as ContactId, state: 'sent' as const }
      const dossier = id === 3 ? { ...person, contacts: [earlier] } : person
      return { contact: row, case: theCase, dossier, at: 1 }
    })
    const about: number[] = []
    const ask: AskRedeem = ({ contact: { id } }) => {
      about.push(id)
      return { answer: 'permit', until: 2, duties: [], warnings: [] }
    }
    asked([...questions, ...questions], askOnce(ask))
    expect(about).toEqual([1, 3, 3])
  })
})

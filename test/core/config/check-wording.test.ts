import { describe, expect, it } from 'vitest'
import { checkWording } from '../../../src/core/config/check/wording.ts'
import type { ScheduleParts } from '../../../src/core/config/placed.ts'
import type { Template } from '../../../src/core/model/template.ts'
import { wordingNotes } from '../../../src/core/config/check/wording-notes.ts'
import { packOf, type TestRule } from '../../support/law.ts'
import { repliesOf, sign, suspect, wordingOf } from '../../support/wording.ts'
import { strategyOf } from '../decide/build.ts'
import { templateOf } from '../decide/law.ts'

const never = (...tokens: string[]): TestRule => ({ kind: 'content', parameters: { never: tokens } })
const must = (token: string, when = 'each'): TestRule => {
  return { kind: 'content', parameters: { must: [token], when } }
}
const LISTS = {
  suspects: [
    suspect('court_threat', ['court', 'lawsuit']),
    suspect('insult', ['deadbeat'], { lawful: 'never' }),
    suspect('debt_disclosed', ['owe'], { placeholders: ['amount'] }),
  ],
  signs: [
    sign('creditor_name', { placeholders: ['creditor'] }),
    sign('miranda', { patterns: ['to collect .* debt'] }),
  ],
}
interface Given {
  rules?: TestRule[]
  pack?: Record<string, unknown>
  applies?: Record<string, unknown>
  step?: Record<string, unknown>
  lists?: Record<string, unknown>
}

/** One strategy that sends one text, under one pack. */
function partsOf(text: Partial<Template>, given: Given = {}): ScheduleParts {
  const { rules = [never('court_threat')], pack = {}, applies = { region: ['US'] }, lists = LISTS } = given
  const step = { step: 'a', channel: 'sms', template: 'friendly', dpd: 1, at: '10:00', ...given.step }
  const stages = [{ stage: 'one', from: { dpd: 1 }, steps: [step] }]
  const value = templateOf(text)
  return {
    strategies: [
      { file: 's.yaml', value: strategyOf({ strategy: 's1', stages, applies, packs: ['xx-test'] }) },
    ],
    templates: [{ file: `templates/${value.locale}/friendly.yaml`, value }],
    wording: [{ file: 'wording/en.yaml', value: wordingOf(lists) }],
    replies: [{ file: 'replies/en.yaml', value: repliesOf({}) }],
    packs: [packOf(rules, pack)],
    calendars: [],
    ticks: null,
  }
}

const found = (text: Partial<Template>, given: Given = {}) =>
  checkWording(partsOf(text, given)).map(({ code, path, message }) => `${code} ${path}: ${message}`)
const notes = (text: Partial<Template>, given: Given = {}) =>
  wordingNotes(partsOf(text, given)).map(({ code, file, message }) => `${code} ${file}: ${message}`)
const COURT = 'We go to court: a lawsuit.'
const reason = 'a suit has been filed, and its number is told'

describe('words that suggest what is forbidden', () => {
  it('the problem names the words, the token, the rule and its pack', () => {
    expect(found({ text: COURT })).toEqual([
      'forbidden_content text: "court", "lawsuit" suggest court_threat, which is forbidden: XX-T1 (xx-test)',
    ])
    expect(checkWording(partsOf({ text: COURT }))[0]?.suggestion).toContain('token: court_threat')
  })

  it.each([
    ['no rule forbids it', { rules: [never('insult')] }],
    [
      'the rule is about another channel',
      { rules: [{ ...never('court_threat'), appliesTo: { channels: ['call'] } }] },
    ],
    [
      'the rule is about somebody else',
      { rules: [{ ...never('court_threat'), appliesTo: { roles: ['third'] } }] },
    ],
    ['the rule only warns', { rules: [{ ...never('court_threat'), effect: 'warn' }] }],
    ['the rule is a draft', { rules: [{ ...never('court_threat'), state: 'draft' }] }],
    ['the pack binds elsewhere', { pack: { binds: { residence: ['FR'] } } }],
    [
      'the pack binds others',
      { pack: { binds: { actor: ['debt_buyer'] } }, applies: { actor: ['first_party'] } },
    ],
    ['no strategy uses the text', { step: { template: 'other' } }],
  ] as [string, Given][])('such words do not matter where %s', (_, given) => {
    const parts = partsOf({ text: COURT }, given)
    for (const { value } of parts.strategies) if ('pack' in given) value.packs = ['none']
    expect(checkWording(parts)).toEqual([])
  })

  it('such words may be acknowledged, and are told then', () => {
    const text = { text: COURT, acknowledges: [{ token: 'court_threat', reason }] }
    expect(found(text)).toEqual([])
    expect(notes(text)).toEqual([
      `acknowledged_content templates/en/friendly.yaml: "court", "lawsuit": not court_threat (XX-T1 (xx-test)): ${reason}`,
    ])
  })

  it('words that are lawful nowhere may not be acknowledged, and need no rule', () => {
    expect(found({ text: 'Pay, Deadbeat', acknowledges: [{ token: 'insult', reason }] })).toEqual([
      'forbidden_content text: "deadbeat" suggests insult, which is lawful nowhere',
    ])
  })

  it('words that are not there need no acknowledgement', () => {
    expect(found({ text: 'Pay, please.', acknowledges: [{ token: 'court_threat', reason }] })).toEqual([
      'needless_acknowledgement acknowledges[0]: acknowledges court_threat, which no word of the text suggests',
    ])
  })

  it('placeholders that disclose something count; a claim of it is refused too', () => {
    const rules = [never('debt_disclosed')]
    expect(found({ text: 'Pay {amount}', carries: ['debt_disclosed'] }, { rules })).toEqual([
      'forbidden_content carries[0]: carries debt_disclosed, which is forbidden: XX-T1 (xx-test)',
      'forbidden_content text: {amount} suggests debt_disclosed, which is forbidden: XX-T1 (xx-test)',
      'unshown_content carries[0]: claims debt_disclosed, and wording/en.yaml does not say what that looks like',
    ])
  })

  it('under a law of some of the debtors: they will not get it, the others do', () => {
    const pack = { binds: { residence: ['US-NY'] } }
    expect(found({ text: COURT }, { pack })).toEqual([])
    expect(notes({ text: COURT }, { pack })).toEqual([
      'content_refused s.yaml: XX-T1 (xx-test) forbids court_threat: friendly will not go to US-NY',
    ])
  })
})

describe('what a text carries', () => {
  it('a token that is claimed has to show in the words', () => {
    expect(found({ text: 'Pay.', carries: ['creditor_name', 'miranda'] })).toEqual([
      'unshown_content carries[0]: claims creditor_name, but no word of the text shows it',
      'unshown_content carries[1]: claims miranda, but no word of the text shows it',
    ])
    const text = '{creditor}: this is an attempt to collect a debt.'
    expect(found({ text, carries: ['creditor_name', 'miranda'] })).toEqual([])
  })

  it.each([
    ['each', ''],
    ['first', ' of the first communication, and any text may be the first that arrives'],
    ['later', ' of all but the first communication'],
  ])('a token has to be what the law demands of %s text', (when, told) => {
    expect(found({ text: 'Pay.' }, { rules: [must('creditor_name', when)] })).toEqual([
      `missing_content carries: strategy s1: XX-T1 (xx-test) demands creditor_name${told}: it would be refused`,
    ])
    expect(
      found(
        { text: '{creditor}: pay.', carries: ['creditor_name'] },
        { rules: [must('creditor_name', when)] },
      ),
    ).toEqual([])
  })

  it('a token that a law of some debtors demands, or one that only asks for it, is a note', () => {
    const some = { rules: [must('creditor_name')], pack: { binds: { residence: ['US-MA'] } } }
    expect(found({ text: 'Pay.' }, some)).toEqual([])
    expect(notes({ text: 'Pay.' }, some)).toEqual([
      'content_refused s.yaml: XX-T1 (xx-test) demands creditor_name: friendly will not go to US-MA',
    ])
    const duty = { rules: [{ ...must('creditor_name'), effect: 'duty' }] }
    expect(found({ text: 'Pay.' }, duty)).toEqual([])
    expect(notes({ text: 'Pay.' }, duty)).toEqual([
      'content_refused s.yaml: XX-T1 (xx-test) demands creditor_name (duty): friendly',
    ])
  })
})

describe('the lists', () => {
  it('the lists are there for every language, once, and in the file of their name', () => {
    const parts = partsOf({ text: 'Zahlen Sie.', locale: 'de' })
    const [list] = parts.wording
    if (!list) throw new Error('no list')
    const twice = { ...list, file: 'wording/de.yaml' }
    expect(
      checkWording({ ...parts, wording: [list, twice] }).map(({ code, file }) => `${code} ${file}`),
    ).toEqual([
      'duplicate_wording wording/de.yaml',
      'file_name wording/de.yaml',
      'no_wording templates/de/friendly.yaml',
    ])
  })

  it('the lists that watch for something not at all are told', () => {
    expect(
      notes({ text: 'Pay.' }, { rules: [never('postcard', 'slur')], lists: { unspoken: ['postcard'] } }),
    ).toEqual(['unwatched_content wording/en.yaml: no word suggests slur, which a pack forbids'])
  })
})

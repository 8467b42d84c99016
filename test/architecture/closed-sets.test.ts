import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CLOSED_SETS,
  type ClosedSet,
  givenTwice,
  repeatedOf,
  type Spelled,
  spelledIn,
} from './closed-sets.ts'
import { ROOT } from './source.ts'
import { type Typed, typedProject, typedText } from './typed.ts'

type Name = keyof typeof CLOSED_SETS

interface Exception {
  path: string
  /** Part of the line. */
  line: string
  why: string
}

/** Members are named in their room alone: elsewhere nothing but these lines, ten at most of a set. */
const EXCEPTIONS: Record<Name, readonly Exception[]> = {
  channel: [
    {
      path: 'demo/book/trouble.ts',
      line: `type: 'optout.received'`,
      why: 'the invented people of the demo answer STOP to a text, as people do',
    },
    {
      path: 'demo/provider/people.ts',
      line: 'const CREW = {',
      why: 'who simulates the tasks of a channel: the compiler asks for a line when there is another',
    },
  ],
  fact: [
    {
      path: 'src/shell/pg/feed/would.ts',
      line: 'text: `',
      why: 'what a file would do to the book is worked out of the fields of these kinds, in one pass of SQL',
    },
    {
      path: 'src/shell/feed/validate.ts',
      line: `=== 'account.opened'`,
      why: 'the row of an accounts file says nothing else of which two could be told apart',
    },
    {
      path: 'src/shell/pg/watch/invariants.ts',
      line: 'query: `with local as',
      why: 'hours that the person closed are read where they were said, so that no store of the engine is trusted',
    },
    {
      path: 'src/shell/pg/watch/invariants.ts',
      line: `query: \`select 'contact ' || c.id as id from contact c`,
      why: 'facts that void a plan whatever else is known; of others the row alone does not show it',
    },
    {
      path: 'src/shell/pg/person/contact.ts',
      line: 'text: `',
      why: 'the text of a contact that others made stands with the one kind of fact that tells of such',
    },
    {
      path: 'src/shell/replay/replay-clock.ts',
      line: `!== 'contact.outcome'`,
      why: 'only this kind names a contact that a replay has yet to make',
    },
    {
      path: 'demo/book/account.ts',
      line: `!== 'obligation.billed'`,
      why: 'the invented book reads a bill of its own back',
    },
    {
      path: 'demo/debtors/paid-once.ts',
      line: `case '`,
      why: 'the invented people know which bills and payments of their own book an agreement covers',
    },
    {
      path: 'demo/debtors/told.ts',
      line: `=== 'payment.received'`,
      why: 'the same of the money that they pay as agreed',
    },
  ],
  hold: [
    {
      path: 'demo/book/trouble.ts',
      line: `reason: 'hardship'`,
      why: 'the invented people of the demo fall on hard times, as people do',
    },
  ],
  state: [],
  task: [],
  word: [],
  class: [],
  disposition: [
    {
      path: 'demo/provider/outcomes.ts',
      line: 'const BY_CALL',
      why: 'how often a call of the demo ends with which word is assumed for each',
    },
    { path: 'demo/provider/outcomes.ts', line: 'const BY_VISIT', why: 'the same of visits' },
    {
      path: 'demo/outside.ts',
      line: 'statuses: {',
      why: 'the file of a provider says which of its words means what, and the print house of the demo has no file',
    },
  ],
  answer: [
    {
      path: 'demo/book/assumptions.ts',
      line: 'DISPUTE_OUTCOME = {',
      why: 'how often a dispute ends in which way is assumed for each',
    },
  ],
}

describe('a closed set is spelled in its room', () => {
  let typed: Typed
  beforeAll(() => {
    typed = typedProject(ROOT, ['src', 'workers', 'demo'])
  })
  afterAll(() => typed.close())

  it.each(Object.keys(EXCEPTIONS) as Name[])('nothing but the room names a %s', (name) => {
    const excepted = EXCEPTIONS[name]
    const set: ClosedSet = CLOSED_SETS[name]
    const spelled = spelledIn(typed, set)
    const places = repeatedOf(spelled, set)
    if (set.given === 'once') expect(givenTwice(spelled)).toEqual([])
    const isExcepted = ({ path, text }: Spelled) =>
      excepted.some((one) => one.path === path && text.includes(one.line))
    expect(places.filter((place) => !isExcepted(place)).map(tell)).toEqual([])
    expect(excepted.length).toBeLessThanOrEqual(10)
    const unused = excepted.filter(({ path, line }) =>
      places.every((place) => place.path !== path || !place.text.includes(line)),
    )
    expect(unused).toEqual([])
  })
})

describe('the search for spelled members', () => {
  const set: ClosedSet = {
    name: 'colour',
    members: ['red', 'green', 'blue'],
    rooms: ['room.ts'],
    called: /colour/i,
    notCalled: /mood$/,
    column: /^colour$/,
    given: 'never',
  }
  const head = `type Colour = Exclude<'red' | 'green' | 'blue' | 'none', 'none'>; declare const colour: Colour;`

  function places(text: string, of: ClosedSet = set): Spelled[] {
    return typedText(`${head}\n${text}`, (typed) => spelledIn(typed, of).filter(({ line }) => line > 1))
  }

  function found(text: string): string[] {
    return places(text).map(({ as }) => as)
  }

  it.each([
    ['a comparison', `export const is = colour === 'red'`, 'compared'],
    ['a comparison the other way round', `export const is = 'red' !== colour`, 'compared'],
    [
      'a comparison of a text that is called so',
      `export const is = (colour: string) => colour === 'red'`,
      'compared',
    ],
    ['a property that is called so', `export const one = { colour: 'red' }`, 'given'],
    [
      'the only member of a kind',
      `declare const warmColour: 'red'; export const is = warmColour === 'red'`,
      'compared',
    ],
    [
      'a case',
      `export function of() { switch (colour) { case 'red': return 1; default: return 2 } }`,
      'compared',
    ],
    ['a value', `export const one: { of: Colour | null } = { of: 'red' }`, 'given'],
    ['an argument', `declare const put: (one: Colour) => void; put('red')`, 'given'],
    ['a list', `export const some = ['red', 'blue']`, 'list'],
    ['a set', `export const some = new Set<string>(['red', 'blue'])`, 'list'],
    ['a set of keys', `export const some = { red: 1, 'blue': 2 }`, 'keys'],
    ['a union', `export type Warm = 'red' | 'blue'`, 'type'],
    ['the text of a query', "export const query = `select 1 from x where colour = 'red'`", 'sql compared'],
    [
      'a list in a query',
      "export const query = `select 1 from x where colour not in ('red', 'blue')`",
      'sql list',
    ],
    [
      'what a query writes',
      "export const query = `update x set size = 1, colour = 'red' where id = 1`",
      'sql given',
    ],
    [
      'what a query chooses',
      "export const query = `select case when id = 1 then 'red' end from x`",
      'sql given',
    ],
    [
      'the text of a query with a hole',
      "export const query = (t: string) => `select 1 from ${t} where colour in ('red')`",
      'sql compared',
    ],
    ['a pattern', 'export const some = /^(red|blue)$/', 'pattern'],
  ])('the search sees %s', (_, text, as) => {
    expect(found(text)).toEqual([as])
  })

  it.each([
    ['a word of another set', `export const is = ('red' as 'red' | 'hot' | 'cold') === 'red'`],
    ['a text that may be anything', `export const is = (word: string) => word === 'red'`],
    ['what is called as another set is', `export const is = (mood: Colour) => mood === 'red'`],
    ['another column', "export const query = `select 1 from x where mood = 'red' or y ->> 'red' is null`"],
    ['one key among many others', `export const some = { red: 1, width: 2, height: 3 }`],
    ['a sentence', `export const words = 'it is red'`],
    ['what is derived', `export const is = (own: readonly Colour[]) => own.includes(colour)`],
  ])('the search lets %s pass', (_, text) => {
    expect(found(text)).toEqual([])
  })

  it('a value that is given passes where the set allows it, and a comparison never does', () => {
    const text = `export const one: { of: Colour } = { of: 'red' }; export const is = one.of === 'green'`
    const as = (given: ClosedSet['given']) => repeatedOf(places(text), { ...set, given }).map((one) => one.as)
    expect(as('never')).toEqual(['given', 'compared'])
    expect(as('free')).toEqual(['compared'])
    expect(as('once')).toEqual(['compared'])
  })

  it('the search tells who is given at two places', () => {
    const text = `export const all: Colour[] = []; all.push('red'); all.push('blue');\nall.push('red')`
    expect(givenTwice(places(text))).toEqual(['red: src/only.ts:2 src/only.ts:3'])
  })

  it('the arms of a value may have words of their own', () => {
    const text = `declare const end: { to: 'red'; at: 1 } | { to: 'green' } | { to: 'blue' }
      export const at = end.to === 'red' ? end.at : 0`
    expect(found(text)).toEqual(['compared'])
    expect(places(text, { ...set, arms: true })).toEqual([])
  })
})

function tell({ path, line, as, words }: Spelled): string {
  return `${path}:${line} ${as} ${words.join(' ')}`
}

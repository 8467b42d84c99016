import { describe, expect, it } from 'vitest'
import { type Headless, headlessComments, headlessTitles } from './english.ts'
import { sourceOf, sourcesIn } from './source.ts'

const sources = sourcesIn('src', 'workers', 'demo', 'bench', 'fault', 'test')
const comments = sources.flatMap(headlessComments)
const titles = sources.flatMap(headlessTitles)

describe('plain English', () => {
  it('every sentence of a comment has a subject', () => {
    expect(comments.map(tell)).toEqual([])
  })

  it('every title of a test has a subject', () => {
    expect(titles.map(tell)).toEqual([])
  })
})

describe('a sentence without a subject', () => {
  it.each([
    'Whose state changed.',
    'Of the creditors of the accounts, by name.',
    'Where it may go.',
    'When it was written.',
    'By external id.',
    'As the column has them.',
    'Told as history: it opens no task.',
    'Set or released.',
    'Called once.',
    'In [0, 1).',
    'Asks a person.',
    'Counts the rows.',
    'Never sent twice.',
    'The names of all. Made once per file.',
  ])('the comment "%s" is found', (text) => {
    expect(headlessComments(sourceOf('src/x.ts', `/** ${text} */\nconst a = 1`))).toHaveLength(1)
    expect(headlessComments(sourceOf('src/x.ts', `// ${text}\nconst a = 1`))).toHaveLength(1)
  })

  it.each([
    'The names of the creditors.',
    'Null = about the person.',
    'What a reader knows.',
    'Whether it is open.',
    'Claimed tasks.',
    'Counts are taken once.',
    'Names under which people work.',
    'When the file is stale, the creditor is told.',
    '`until`: the end of the window.',
  ])('the comment "%s" is let pass', (text) => {
    expect(headlessComments(sourceOf('src/x.ts', `/** ${text} */\nconst a = 1`))).toEqual([])
  })

  it('a comment is read over its lines, and a text in quotes is none', () => {
    const comment = '/**\n * The first line\n * of one sentence. By name.\n */\nconst a = "// By name."'
    expect(headlessComments(sourceOf('src/x.ts', comment))).toEqual([
      { place: 'src/x.ts:1', text: 'By name.' },
    ])
    expect(headlessComments(sourceOf('src/x.ts', '// The first line\n// of one sentence.'))).toEqual([])
  })

  it.each([
    'is refused',
    'refuses a late one',
    'keep the compiler switched on',
    'under the law alone',
    'and so is the other',
    'claimed again: nobody is called',
  ])('the title "%s" is found', (title) => {
    expect(headlessTitles(sourceOf('test/x.ts', `it('${title}', () => {})`))).toHaveLength(1)
    expect(headlessTitles(sourceOf('test/x.ts', `test.each([1])('${title}', () => {})`))).toHaveLength(1)
  })

  it.each([
    'a STOP by text silences all accounts of the person',
    '%s is refused',
    'claim is redeem',
    'resume: nothing changes',
    'many agents, one task: one of them has it',
    'promises that are told twice end the same',
  ])('the title "%s" is let pass', (title) => {
    expect(headlessTitles(sourceOf('test/x.ts', `it('${title}', () => {})`))).toEqual([])
  })
})

function tell({ place, text }: Headless): string {
  return `${place} ${text}`
}

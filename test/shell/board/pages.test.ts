import { describe, expect, it } from 'vitest'
import { caseListPage } from '../../../src/shell/board/case-list-page.ts'
import { casePage } from '../../../src/shell/board/case-page.ts'
import { errorPage } from '../../../src/shell/board/error-page.ts'
import { healthPage } from '../../../src/shell/board/health-page.ts'
import { overviewPage } from '../../../src/shell/board/overview-page.ts'
import { promiseListPage } from '../../../src/shell/board/promise-list-page.ts'
import { type Html, page } from '../../../src/shell/board/page.ts'
import { STYLE } from '../../../src/shell/board/style.ts'
import { taskListPage } from '../../../src/shell/board/task-list-page.ts'
import { tagsOf } from './html.ts'
import { CASES, PROMISED, STORY, TASKS } from './sample-case.ts'
import { HEALTH, OVERVIEW, WAITS_IN_POSTGRES } from './sample-morning.ts'

const QUIET = {
  ...OVERVIEW,
  open: [],
  contacts: [],
  waits: [],
  refused: [],
  parked: [],
  brakes: [],
  figures: [],
  letters: [],
  printed: [],
  dialled: [],
  gaps: [],
  agreed: [],
  health: null,
}
const PAGES: Record<string, Html> = {
  overview: overviewPage(OVERVIEW),
  'overview of an empty book': overviewPage(QUIET),
  cases: caseListPage({ stage: '"><b>x' }, { lines: CASES, next: '7' }),
  promises: promiseListPage({ due: 'today', state: '"><b>x,y' }, { lines: PROMISED, next: '7' }),
  case: casePage(STORY, { count: 1, mayRead: true, opened: null }),
  'case with notes': casePage(STORY, {
    count: 1,
    mayRead: true,
    opened: [
      {
        at: '2026-03-05T10:00:00Z',
        type: 'contact.outcome',
        agent: 'ann',
        contact: '4',
        text: '<b>line</b>\nline',
      },
    ],
  }),
  tasks: taskListPage(TASKS),
  health: healthPage(HEALTH, WAITS_IN_POSTGRES),
  'unknown case': errorPage({
    code: 'unknown_case',
    message: 'there is no such case',
    problems: ['ref: <b>none</b>'],
  }),
}

describe.each(Object.entries(PAGES))('the page %s', (name, body) => {
  const who = { name: 'otto', roles: ['operator'] } as const
  const text = page(
    { title: name, environment: 'test', apiUrl: 'http://127.0.0.1:8460', path: '/cases', who },
    body,
  )
  const { tags, errors } = tagsOf(text)
  const named = (...names: string[]) => tags.filter((tag) => names.includes(tag.name))

  it('the page is HTML that no browser has to guess at, without script and style of its own', () => {
    expect(errors).toEqual([])
    expect(named('script', 'style', 'b')).toEqual([])
    expect(
      tags.filter(({ attrs }) => 'style' in attrs || Object.keys(attrs).some((key) => key.startsWith('on'))),
    ).toEqual([])
  })

  it('the page has its landmarks, a language, a title and one first heading, and no level is left out', () => {
    expect(named('html')[0]?.attrs['lang']).toBe('en')
    expect(named('title')[0]?.text).toContain(name)
    expect(named('main', 'header', 'footer').map((tag) => tag.name)).toEqual(['header', 'main', 'footer'])
    const levels = named('h1', 'h2', 'h3').map((tag) => Number(tag.name.slice(1)))
    expect(levels.filter((level) => level === 1)).toEqual([1])
    for (const [index, level] of levels.entries())
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
  })

  it('the page can be used by keyboard and by ear: the content is reached at once, fields and lists have names', () => {
    expect(named('a')[0]).toMatchObject({ attrs: { href: '#content' } })
    expect(named('main')[0]?.attrs['id']).toBe('content')
    for (const field of named('input', 'select')) expect(field.inside).toContain('label')
    for (const link of named('a', 'button')) expect(link.attrs['aria-label'] ?? link.text).not.toBe('')
    for (const place of named('nav', 'form')) expect(place.attrs['aria-label']).toBeTruthy()
    const navs = named('nav').map((nav) => nav.attrs['aria-label'])
    expect(new Set(navs).size).toBe(navs.length)
  })

  it('every table has a caption, and every column a head that says what it is', () => {
    const tables = named('table')
    expect(named('caption')).toHaveLength(tables.length)
    for (const head of named('th')) expect([head.attrs['scope'], head.text === '']).toEqual(['col', false])
    const regions = named('div').filter(({ attrs }) => attrs['role'] === 'region')
    for (const region of regions) expect(region.attrs).toMatchObject({ tabindex: '0' })
    expect(regions).toHaveLength(tables.length)
  })
})

it('the overview says what is stopped, refused, put aside and stale, and what would lift it', () => {
  const { text } = overviewPage(OVERVIEW)
  for (const words of [
    'evidence.recorded of consent.sms',
    'wrong &#60;text&#62;',
    'stale: nobody is contacted',
    'spoilt_row',
    '3 overdue',
    '12 345.50 USD',
  ])
    expect(text).toContain(words)
})

it('a payment is told with what it left open, and the law of a contact once', () => {
  const { text } = casePage(STORY, { count: 0, mayRead: false, opened: null })
  expect(text).toContain('balanceAfter 110.50')
  expect(text.match(/12 CFR 1006/g)).toHaveLength(1)
})

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  const colours = coloursOf(scheme)
  const WORDS = ['text', 'quiet', 'link', 'good', 'watch', 'bad', 'fact', 'decision', 'contact', 'task']

  it.each(WORDS)('%s can be read on both grounds', (word) => {
    for (const ground of ['ground', 'sheet']) {
      expect(contrast(colours.get(word) ?? '', colours.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5)
    }
  })
})

/** Every page states its colours by these names alone. */
function coloursOf(scheme: 'light' | 'dark'): Map<string, string> {
  const [light = '', dark = ''] = STYLE.split('prefers-color-scheme: dark')
  const part = scheme === 'light' ? light : dark
  return new Map(
    [...part.matchAll(/--(\w+): (#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

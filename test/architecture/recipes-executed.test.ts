import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { meaningOf } from '../../src/core/wording/understand.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { recipe } from './recipe-table.ts'
import { ROOT } from './source.ts'

describe('one data file is enough', () => {
  let copy: string

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'arrears-recipe-'))
    cpSync(join(ROOT, 'schedules'), join(copy, 'schedules'), { recursive: true })
  })
  afterEach(() => rmSync(copy, { recursive: true, force: true }))

  /** The file that the recipe names is made from one that is there. */
  function make(what: string, name: string, from: string, change: (text: string) => string): void {
    const path = (recipe(what).make[0] ?? '').replace('<locale>', 'en').replace(/<\w+>/, name)
    writeFileSync(join(copy, path), change(readFileSync(join(ROOT, from), 'utf8')))
  }

  const check = () => loadSchedules(join(copy, 'schedules'))

  it('a law is one file', () => {
    make('a law', 'fr-test', 'schedules/compliance/cn-gbt45251.yaml', (text) =>
      text
        .replace('pack: cn-gbt45251', 'pack: fr-test')
        .replace('residence: [CN]', 'residence: [FR]')
        .replaceAll('rule: CN-G-', 'rule: FR-T-'),
    )
    const { problems, schedules } = check()
    expect(problems).toEqual([])
    expect(schedules?.packs.map(({ pack }) => pack)).toContain('fr-test')
  })

  it('a strategy is one file, and it must list the law that binds it', () => {
    const strategy = (packs: string) => (text: string) =>
      text
        .replace('strategy: b2b-ladder', 'strategy: telecom')
        .replace(/^priority: \d+/m, 'priority: 990')
        .replace('product: [invoice]', 'product: [telecom]')
        .replace(/region: \[[^\]]*\]/, 'region: [US]')
        .replace(/^packs: .*$/m, `packs: ${packs}`)
    make(
      'a strategy',
      'telecom',
      'schedules/strategies/b2b-ladder.yaml',
      strategy('[us-fed-stay, us-fed-tcpa]'),
    )
    expect(check().problems).toEqual([])
    make('a strategy', 'telecom', 'schedules/strategies/b2b-ladder.yaml', strategy('[us-fed-tcpa]'))
    expect(check().problems.map(({ file }) => file)).toEqual([
      expect.stringContaining('strategies/telecom.yaml') as string,
    ])
  })

  it('a template is one file, and so is a calendar', () => {
    make('a template', 'hello', 'schedules/templates/en/b2b-reminder.yaml', (text) =>
      text.replace(/^template: .*$/m, 'template: hello'),
    )
    make('a calendar', 'fr-public', 'schedules/calendars/us-federal.yaml', (text) =>
      text.replace('calendar: us-federal', 'calendar: fr-public'),
    )
    const { problems, schedules } = check()
    expect(problems).toEqual([])
    expect(schedules?.templates.map(({ template }) => template)).toContain('hello')
    expect(schedules?.calendars.map(({ calendar }) => calendar)).toContain('fr-public')
  })

  it('a language is one file, and texts in it need its words', () => {
    make('a template', 'bonjour', 'schedules/templates/en/b2b-reminder.yaml', (text) =>
      text.replace(/^template: .*$/m, 'template: bonjour'),
    )
    mkdirSync(join(copy, 'schedules/templates/da'))
    const danish = join(copy, 'schedules/templates/da/bonjour.yaml')
    const english = join(copy, 'schedules/templates/en/bonjour.yaml')
    writeFileSync(danish, readFileSync(english, 'utf8').replace('locale: en', 'locale: da'))
    expect(check().problems.map(({ code }) => code)).toEqual(['no_wording'])
    const [wording = '', replies = ''] = recipe('a language').make
    const words = (path: string, change: (text: string) => string) =>
      writeFileSync(
        join(copy, path.replace('<language>', 'da')),
        change(readFileSync(join(ROOT, path.replace('<language>', 'en')), 'utf8')),
      )
    words(wording, (text) => text.replace('locale: en', 'locale: da'))
    words(replies, (text) => text.replace('language: en', 'language: da').replace('[stop,', '[hold op,'))
    const { problems, schedules } = check()
    expect(problems).toEqual([])
    expect(schedules?.wording.map(({ locale }) => locale)).toContain('da')
    expect(meaningOf('Hold op!', schedules?.replies ?? [])).toBe('optout')
  })
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCalendars, readPacks } from '../../../src/shell/config/pack-file.ts'

const house = readFileSync('schedules/compliance/xx-house.yaml', 'utf8')
const hours = readFileSync('schedules/compliance/xx-hours.yaml', 'utf8')
let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'packs-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const write = (name: string, text: string) => writeFileSync(join(dir, name), text)

describe('pack files', () => {
  it('the shipped packs are without problems', () => {
    const { packs, problems } = readPacks('schedules/compliance')
    expect(problems).toEqual([])
    expect(packs).toHaveLength(42)
    expect(packs.flatMap((pack) => pack.rules)).toHaveLength(221)
    expect(readCalendars('schedules/calendars').problems).toEqual([])
  })

  it('the packs have the hash of what they say, whatever their layout', () => {
    write('xx-hours.yaml', hours)
    const before = readPacks(dir).packs[0]?.hash
    write(
      'xx-hours.yaml',
      `# a comment\n${hours.replace('hours: ["08:00", "21:00"]', "hours: ['08:00', '21:00']")}`,
    )
    expect(readPacks(dir).packs[0]?.hash).toBe(before)
    write('xx-hours.yaml', hours.replace('"21:00"', '"21:30"'))
    expect(readPacks(dir).packs[0]?.hash).not.toBe(before)
  })

  it('every problem has its line and path', () => {
    write('xx-house.yaml', house.replace('max: 3', 'max: three').replace('kind: gap', 'kind: gaap'))
    write('broken.yaml', 'pack: [')
    const { packs, problems } = readPacks(dir)
    expect(packs).toEqual([])
    const line = 1 + house.split('\n').findIndex((text) => text.includes('max: 3'))
    expect(problems).toMatchObject([
      { code: 'yaml', file: join(dir, 'broken.yaml') },
      { code: 'invalid_value', file: join(dir, 'xx-house.yaml'), line, path: 'rules[0].parameters.max' },
      { code: 'invalid_value', path: 'rules[2].kind' },
    ])
  })

  it('the packs bind although a worked case of theirs has a bad entry, which leaves out that case alone', () => {
    write('xx-hours.yaml', hours)
    const { packs, cases } = readPacks(dir)
    const spoilt = hours
      .replace('T07:59:59[Europe/Madrid]', 'T07:59:59[Europe/Madird]')
      .replace('ch: sms', 'chh: sms')
    write('xx-hours.yaml', spoilt)
    const read = readPacks(dir)
    expect(read.packs).toEqual(packs)
    expect(read.problems).toEqual([])
    expect(read.cases).toEqual(cases.filter(({ id }) => id !== 'XX-06'))
    const line = 1 + spoilt.split('\n').findIndex((text) => text.includes('Madird'))
    const place = { code: 'bad_case', file: join(dir, 'xx-hours.yaml') }
    expect(read.refused).toMatchObject([
      { ...place, line, path: 'cases[0].intents[0].at' },
      { ...place, line: line + 2, path: 'cases[0].intents[2].chh', suggestion: 'did you mean ch?' },
    ])
  })

  it('a pack does not bind where a rule is bad too, and every problem is given', () => {
    write('xx-hours.yaml', hours.replace('kind: window', 'kind: windw').replace('ch: sms', 'chh: sms'))
    const { packs, refused, problems } = readPacks(dir)
    expect([packs, refused]).toEqual([[], []])
    expect(problems.map(({ path }) => path)).toEqual(['rules[0].kind', 'cases[0].intents[2].chh'])
  })

  it('the packs declare keys with a class, a source where they are derived, and as the engine and other packs have them', () => {
    const declared = (text: string, other = '') => {
      write('xx-hours.yaml', hours.replace('rules:\n', `keys:\n${text}rules:\n`))
      write('xx-house.yaml', house.replace(/^rules:\n/m, `${other}rules:\n`))
      return readPacks(dir).problems.map(({ file = '', line, path, code, message, suggestion = '' }) =>
        [`${file.slice(dir.length + 1)}:${line}`, path, code, suggestion || message].join(' | '),
      )
    }
    const at = 1 + hours.split('\n').indexOf('rules:') + 1
    expect(declared('  x.key: asserted\n')).toEqual([])
    expect(declared('  x.key: assertd\n')).toEqual([
      `xx-hours.yaml:${at} | keys.x.key | invalid_value | its class is one of derived, asserted, at_claim`,
    ])
    expect(declared('  x.key: derived\n')).toEqual([
      `xx-hours.yaml:${at} | keys.x.key | key_source | say from: while, lifted or contacts; or class asserted, where somebody records it`,
    ])
    expect(declared('  x.key: { class: derived, from: { while: [status.hardshp] } }\n')).toEqual([
      `xx-hours.yaml:${at} | keys.x.key.from | key_source | did you mean status.hardship?`,
    ])
    expect(declared('  x.key: { class: derived, from: { lifted: [status.hardship] } }\n')).toEqual([])
    expect(declared('  x.key: { class: asserted, from: { lifted: [optout] } }\n')).toEqual([
      `xx-hours.yaml:${at} | keys.x.key.from | invalid_value | only a derived key is found in what the engine knows`,
    ])
    expect(declared('  optout: asserted\n')).toEqual([
      `xx-hours.yaml:${at} | keys.optout | key_conflict | leave it out, or give yours another name`,
    ])
    expect(declared('  x.key: asserted\n', 'keys: { x.key: asserted }\n')).toEqual([])
    expect(declared('  x.key: asserted\n', 'keys: { x.key: at_claim }\n')).toMatchObject([
      expect.stringContaining('| keys.x.key | key_conflict | declare it alike'),
    ])
  })

  it('the packs are named as what they hold, and the folder must be there', () => {
    write('other.yaml', house)
    expect(readPacks(dir).problems).toMatchObject([
      { code: 'file_name', suggestion: 'rename the file to xx-house.yaml' },
    ])
    expect(readCalendars(join(dir, 'none')).problems).toMatchObject([{ code: 'no_folder' }])
  })
})

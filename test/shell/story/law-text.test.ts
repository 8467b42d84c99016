import { expect, test } from 'vitest'
import { lawRecord } from '../../../src/shell/config/law-record.ts'
import { lawText } from '../../../src/shell/story/law-text.ts'
import type { ContactEntry, DecisionEntry, Story } from '../../../src/shell/story/story.ts'
import { shipped } from '../../support/law.ts'

const active = shipped()
const { hash, record } = lawRecord(active, ['us-nyc', 'xx-house'])
const entries = [
  { entry: 'decision', id: 3, law: hash } as DecisionEntry,
  { entry: 'contact', id: 9, law: hash } as ContactEntry,
  { entry: 'contact', id: 10, law: null } as ContactEntry,
]
const story = { entries, laws: { [hash]: record } } as unknown as Story

test('the text names under which packs, calendars and time zone data each was judged', () => {
  const text = lawText(story, active)
  expect(text).toContain(`Law ${hash.slice(0, 12)}, of decision 3, contact 9\n`)
  expect(text).toMatch(/ {2}pack {6}us-nyc {10}2026\.11\.29 {2}[0-9a-f]{12}\n/)
  expect(text).toMatch(/ {2}calendar {2}us-federal +[0-9a-f]{12}\n/)
  expect(text).toContain(`time zone data ${process.versions['tz']}`)
  expect(text).not.toContain('changed since')
})

test('the text tells what would be judged otherwise today', () => {
  const laws = { [hash]: { ...record, tzdata: '2024a' } }
  const text = lawText({ ...story, laws }, { ...active, calendars: [] })
  expect(text).toContain('changed since: the calendar us-federal has changed')
  expect(text).toContain('changed since: time zone data was 2024a')
})

test('the text says so where nothing was judged', () => {
  expect(lawText({ ...story, laws: {} }, active)).toBe('Law: nothing was judged yet\n')
})

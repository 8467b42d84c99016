import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ENDS_OLDER } from '../../../src/shell/pg/base/schema-version.ts'

const MIGRATIONS = 'src/shell/pg/migrations'

/** A process of the version before may need what is taken away, or leave out what is asked for from now on. */
const TAKES_AWAY = [
  /\bdrop\b/,
  /\brename\b/,
  /\balter column \w+ (?:set data )?type\b/,
  /\bset not null\b/,
  /\badd column (?:if not exists )?\w+ (?![^,;]*\b(?:default|generated)\b)[^,;]*\bnot null\b/,
]

/** What older processes do goes on with it: why. */
const GOES_ON: Record<string, string> = {
  '0003-retention.sql': 'a column that was always filled may be empty: whoever fills it goes on',
  '0017-hand.sql': 'an index is made anew with more columns, and no statement names it',
  '0066-receipts-of-others.sql': 'an index is made anew with fewer rows, and no statement names it',
}

function takesAway(text: string): boolean {
  const said = text.replace(/--.*$/gm, '').replace(/\s+/g, ' ').toLowerCase()
  return TAKES_AWAY.some((one) => one.test(said))
}

test('a migration that takes something away ends the version before, or says why that goes on', () => {
  const taking = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql') && takesAway(readFileSync(join(MIGRATIONS, name), 'utf8')))
    .sort()
  expect(taking.filter((name) => !(name in ENDS_OLDER) && !(name in GOES_ON))).toEqual([])
  expect(Object.keys(GOES_ON).filter((name) => !taking.includes(name) || name in ENDS_OLDER)).toEqual([])
})

test('a migration that is said to end the version before is there', () => {
  expect(Object.keys(ENDS_OLDER).filter((name) => !readdirSync(MIGRATIONS).includes(name))).toEqual([])
})

test.each([
  ['alter table a\n  drop column b;', true],
  ['alter table a rename column b to c;', true],
  ['alter table a alter column b type bigint;', true],
  ['alter table a alter column b set not null;', true],
  ['alter table a add column b int not null;', true],
  ['alter table a add column b int not null default 0;', false],
  ['alter table a add column b int, add column c text;', false],
  ['create table a (b int not null); -- drop nothing', false],
])('what takes something away is seen: %s', (text, seen) => {
  expect(takesAway(text)).toBe(seen)
})

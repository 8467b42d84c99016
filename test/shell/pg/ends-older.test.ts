import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ENDS_OLDER } from '../../../src/shell/pg/base/schema-version.ts'

const MIGRATIONS = 'src/shell/pg/migrations'

/** A process of the version before may need what is taken away. */
const TAKES_AWAY = [/\bdrop\b/, /\brename\b/, /\brevoke\b/]

/** What is asked from now on of a table that was there before: a process of the version before may leave it out, or break it. */
const ASKS_MORE = [
  /^alter (?:column )?\w+ (?:set data )?type\b/,
  /^alter (?:column )?\w+ set not null\b/,
  /^add (?:constraint|primary key|unique|check|foreign key|exclude)\b/,
  /^add (?!.*\b(?:default|generated|serial|bigserial)\b).*\b(?:not null|primary key)\b/,
]

/** What older processes do goes on with it: why. */
const GOES_ON: Record<string, string> = {
  '0003-retention.sql': 'a column that was always filled may be empty: whoever fills it goes on',
  '0017-hand.sql': 'an index is made anew with more columns, and no statement names it',
  '0066-receipts-of-others.sql': 'an index is made anew with fewer rows, and no statement names it',
}

function takesAway(text: string): boolean {
  const uncommented = text.replace(/--.*$/gm, '').toLowerCase()
  if (TAKES_AWAY.some((one) => one.test(uncommented))) return true
  const said = plain(uncommented)
  const made = new Set(
    [...said.matchAll(/\bcreate (?:\w+ )?table (?:if not exists )?(\w+)/g)].map(([, name]) => name),
  )
  const statements = said.split(';').map((one) => one.trim())
  return statements.some((one) => {
    const [, unique] = /\bcreate unique index .*?\bon (?:only )?(\w+)/.exec(one) ?? []
    if (unique !== undefined) return !made.has(unique)
    const [, table = '', actions] = /\balter table (?:if exists )?(?:only )?(\w+) (.*)/.exec(one) ?? []
    return actions !== undefined && !made.has(table) && asksMore(actions)
  })
}

function asksMore(actions: string): boolean {
  return actions.split(',').some((action) => ASKS_MORE.some((one) => one.test(action.trim())))
}

/** Texts and what stands in brackets say nothing here. */
function plain(text: string): string {
  let said = text.replace(/'[^']*'/g, `''`).replace(/["\s]+/g, ' ')
  for (let last = ''; last !== said; ) {
    last = said
    said = said.replace(/\([^()]*\)/g, ' ')
  }
  return said.replace(/\s+/g, ' ')
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
  ['alter table a add b int not null;', true],
  ['alter table a add column b numeric(10, 2) not null;', true],
  ['alter table a add column b int default 0, add c int not null;', true],
  ['alter table a alter b type bigint;', true],
  ['alter table a alter b set data type numeric(10, 2);', true],
  ['alter table a add constraint c check (b > 0);', true],
  ['alter table a add unique (b);', true],
  ['alter table a add foreign key (b) references c (d);', true],
  ['create unique index a_once on a (b);', true],
  ['revoke insert on a from b;', true],
  ['alter table a add column b int not null default 0;', false],
  ['alter table a add column b numeric(10, 2) not null default 0.5;', false],
  ['alter table a add column b bigint generated always as identity primary key;', false],
  ['alter table a add column b int check (b is not null);', false],
  ['alter table a alter column b set default 1;', false],
  ['create table a (b int); create unique index a_once on a (b);', false],
  ['create table a (b int); alter table a add constraint c unique (b);', false],
  ['create index a_often on a (b);', false],
  ['create table a (revoked_at timestamptz);', false],
  ['alter table a add column b int, add column c text;', false],
  ['create table a (b int not null); -- drop nothing', false],
])('what takes something away is seen: %s', (text, seen) => {
  expect(takesAway(text)).toBe(seen)
})

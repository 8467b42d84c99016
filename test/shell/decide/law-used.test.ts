import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonId } from '../../../src/core/base/id.ts'
import { decidePage } from '../../../src/flow/decide.ts'
import { endLaws } from '../../../src/shell/pg/retention/law-end.ts'
import { pgStage } from './pg-stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
beforeEach(async () => {
  stage = await pgStage()
})
afterEach(() => stage.close())

interface Used {
  case: number
  packs: string[]
  versions: string[]
  calendars: string[]
  tzdata: string
}

const used = () =>
  stage.db.query<Used>(
    `select distinct d.case_id as "case", l.content ->> 'tzdata' as tzdata,
       array(select p ->> 'pack' from jsonb_array_elements(l.content -> 'packs') p order by 1) as packs,
       array(select p ->> 'hash' from jsonb_array_elements(l.content -> 'packs') p order by 1) as versions,
       array(select c ->> 'calendar' from jsonb_array_elements(l.content -> 'calendars') c) as calendars
     from decision d join law_used l on l.hash = d.law_hash order by 1`,
  )

test('a decision keeps which packs, calendars and time zone data it was made under', async () => {
  await decidePage(stage.deps, 100)
  const rows = await used()
  expect(rows.length).toBeGreaterThanOrEqual(4)
  for (const row of rows) {
    expect(row.packs).toEqual(expect.arrayContaining(['cn-cba2026', 'cn-gbt45251', 'cn-law', 'xx-house']))
    expect(row.packs.filter((pack) => pack.startsWith('us-'))).toEqual([])
    expect(row.calendars).toEqual(['cn-statutory'])
    expect(row.tzdata).toBe(process.versions['tz'])
  }
  const { schedules } = await stage.deps.config.active()
  const hashes = schedules.packs.map(({ hash }) => hash)
  expect(
    rows.flatMap(({ versions }) => versions).filter((hash) => !hashes.some((one) => one === hash)),
  ).toEqual([])
  expect(await stage.db.query('select 1 from decision where law_hash is null')).toEqual([])
})

test('all who are judged under the same share one row, whoever may live elsewhere too has another', async () => {
  await stage.db.query(`update person set regions = '{CN,US-MA}' where id = 3`)
  await decidePage(stage.deps, 100)
  const rows = await used()
  expect(rows.find((row) => row.case === 4)?.packs).toEqual(expect.arrayContaining(['cn-law', 'us-ma']))
  expect(rows.find((row) => row.case === 1)?.packs).not.toContain('us-ma')
  expect(await stage.db.query('select 1 from law_used')).toHaveLength(2)
  await stage.db.query('update collection_case set next_review_at = business_now()')
  await decidePage(stage.deps, 100, [1, 3] as PersonId[])
  expect(await stage.db.query('select 1 from law_used')).toHaveLength(2)
})

test('what was used is never changed by the engine', async () => {
  await decidePage(stage.deps, 100)
  await expect(stage.db.query(`update law_used set content = '{}'`)).rejects.toThrow('permission denied')
  await expect(stage.db.query('delete from law_used')).rejects.toThrow('permission denied')
})

test('law that is no longer in force goes where neither a decision nor a contact names it', async () => {
  await decidePage(stage.deps, 100)
  const named = (await stage.db.query<{ hash: string }>('select hash from law_used')).map(({ hash }) => hash)
  const content = {
    packs: [{ pack: 'cn-law', version: '1', hash: 'of old' }],
    calendars: [],
    tzdata: '2020a',
  }
  const { schedules } = await stage.deps.config.active()
  const inForce = schedules.packs.map(({ hash }) => hash)
  const current = { ...content, packs: [{ ...content.packs[0], hash: inForce[0] }] }
  await stage.db.query(`insert into law_used values ('unused', $1), ('of a contact', $1), ('in force', $2)`, [
    JSON.stringify(content),
    JSON.stringify(current),
  ])
  await stage.db.query(
    `update contact set law_hash = 'of a contact' where id = (select min(id) from contact)`,
  )
  const { owner } = stage
  const end = (packs: readonly string[]) => owner.transaction((tx) => endLaws(tx, packs))
  expect(await end(inForce)).toBe(1)
  const left = async () => stage.db.query(`select hash, kept from law_used order by hash`)
  const rows = [...named, 'of a contact', 'in force'].sort().map((hash) => ({ hash, kept: false }))
  expect(await left()).toEqual(expect.arrayContaining(rows))
  expect(await left()).toHaveLength(rows.length)
  expect(await end([])).toBe(1)
  const decided = named.map((hash) => ({ hash, kept: true }))
  expect(await left()).toEqual(expect.arrayContaining([...decided, { hash: 'of a contact', kept: false }]))
  expect(await left()).toHaveLength(named.length + 1)
  await owner.query('update contact set law_hash = null')
  expect(await end([])).toBe(1)
})

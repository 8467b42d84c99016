import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLE_NAMES, type Role } from '../../../src/shell/access/rights.ts'
import { buildBoard } from '../../../src/shell/board/board.ts'
import { measuresOf } from '../../../src/shell/alarm/measures.ts'
import { readHealth } from '../../../src/shell/http/health.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { seedCase } from '../http/seed.ts'

let database: TestDatabase
let app: FastifyInstance
let ids: Awaited<ReturnType<typeof seedCase>>
const clock = { now: () => Date.parse('2026-03-10T15:00:00Z') }
const VIEWER = basic('vera:plain-words')
const OPERATOR = basic('otto:secret-words')

beforeAll(async () => {
  database = await freshDatabase()
  ids = await seedCase(database.db)
  const measures = measuresOf({ db: database.db, clock, pingRedis: async () => true })
  app = await buildBoard({
    db: database.db,
    log: openLog({ worker: 'board', level: 'silent' }),
    clock,
    queues: [],
    users: [
      'vera:plain-words:viewer,otto:secret-words:operator+supervisor',
      ...ROLE_NAMES.map((role) => `${role}:plain-words:${role}`),
    ].join(','),
    environment: 'test',
    apiUrl: 'http://127.0.0.1:8460',
    health: () => readHealth({ db: database.db, clock, measures, separated: true }),
    vault: { open: (value) => value.toString('utf8') },
  })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

function db(): Database {
  return database.db
}

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

function ask(options: InjectOptions, authorization: string): Promise<LightMyRequestResponse> {
  return app.inject({ ...options, headers: { ...options.headers, authorization } })
}

describe('the pages that are served', () => {
  const asPage = { accept: 'text/html,application/xhtml+xml' }

  it.each(['/cases/%00', '/cases?account=%00'])('a zero character in %s is refused', async (url) => {
    expect((await ask({ url, headers: asPage }, VIEWER)).statusCode).toBe(400)
  })

  it('cases are listed and filtered; a filter that is not known is refused with the nearest', async () => {
    const found = await ask({ url: '/cases?open=true&stage=reminder&strategy=us-card' }, VIEWER)
    expect([found.statusCode, found.body.includes(`<a href="/cases/${ids.case}">A1/1</a>`)]).toEqual([
      200,
      true,
    ])
    expect((await ask({ url: '/cases?strategy=none' }, VIEWER)).body).toContain('No case is like that.')
    const wrong = await ask({ url: '/cases?stagge=reminder' }, VIEWER)
    expect([wrong.statusCode, wrong.json()]).toMatchObject([
      400,
      { code: 'bad_request', problems: [{ path: 'stagge', suggestion: 'did you mean stage?' }] },
    ])
  })

  it('a word that a filter does not know is told with the one that is meant', async () => {
    const { statusCode, body } = await ask({ url: '/cases?state=hold', headers: asPage }, VIEWER)
    expect([statusCode, body]).toEqual([400, expect.stringContaining('did you mean held?')])
  })

  it('promises of today are listed where nothing else is asked, and others by day and state', async () => {
    await db().query(
      `insert into promise (person_id, account_id, external_id, amount, made_at, by_on, grace_days, cancelled, told, told_paid)
       values ($1, $2, 'friday', 50000, '2026-03-05T10:00:00Z', (select business_now()::date), 0, false, 'open', 30000),
         ($1, $2, 'june', 10000, '2026-03-05T10:00:00Z', '2026-06-01', 0, false, 'asked', 0)`,
      [ids.person, ids.account],
    )
    const { body } = await ask({ url: '/promises' }, VIEWER)
    for (const shown of ['friday', '500.00', '300.00', 'open']) expect(body).toContain(shown)
    expect(body).not.toContain('june')
    const asked = await ask({ url: '/promises?due=&state=asked' }, VIEWER)
    expect([asked.body.includes('june'), asked.body.includes('friday')]).toEqual([true, false])
    expect((await ask({ url: '/promises?dew=today' }, VIEWER)).json()).toMatchObject({
      problems: [{ path: 'dew', suggestion: 'did you mean due?' }],
    })
    await database.owner.query('delete from promise')
  })

  it('what waits for people is listed by role, with the words that answer it', async () => {
    await db().query(
      `insert into human_task (person_id, case_id, account_id, kind, reason, role, due, created_at)
       values ($1, $2, $3, 'ladder_ended', 'nothing more is planned', 'operations', '2026-03-09T12:00:00Z', '2026-03-09T10:00:00Z')`,
      [ids.person, ids.case, ids.account],
    )
    const { body } = await ask({ url: '/tasks?role=operations' }, VIEWER)
    expect(body).toContain('wait, close')
    expect(body).toContain('overdue')
    expect((await ask({ url: '/tasks?role=supervisor' }, VIEWER)).body).toContain('Nothing waits here.')
    await database.owner.query('delete from human_task')
  })

  it('health, what is not there and what is refused are pages for whoever asks for pages', async () => {
    expect((await ask({ url: '/health' }, VIEWER)).body).toContain('reviews due')
    for (const [url, status] of [
      ['/cases/none', 404],
      ['/nowhere', 404],
      ['/cases?x=1', 400],
    ] as const) {
      const answer = await ask({ url, headers: asPage }, VIEWER)
      expect([url, answer.statusCode, answer.headers['content-type']]).toEqual([
        url,
        status,
        'text/html; charset=utf-8',
      ])
      expect(answer.body).toContain('<h1>')
    }
  })

  it('notes are sealed: a viewer is told how many, an operator reads them, and the audit says so', async () => {
    const [sealed] = await db().query<{ id: number }>(
      `insert into sealed (person_id, kind, value, salt, key_id, created_at) values ($1, 'note', 'will pay on <Friday>', '', 'k1', '2026-03-05T10:00:00Z') returning id`,
      [ids.person],
    )
    await db().query(
      `insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
       values ($1, $2, 'contact.outcome', '2026-03-05T10:00:00Z', '2026-03-05T10:00:00Z', 'task', 'n1', $3, '', '')`,
      [ids.person, ids.account, { agent: 'ann', sealed: { id: sealed?.id, digest: '' } }],
    )
    const told = await ask({ url: `/cases/${ids.case}` }, VIEWER)
    expect(told.body).toContain('1 text of agents or of the debtor, sealed')
    expect(told.body).not.toContain('Friday')
    expect((await ask({ url: `/cases/${ids.case}/notes` }, VIEWER)).statusCode).toBe(403)
    const read = await ask({ url: `/cases/${ids.case}/notes` }, OPERATOR)
    expect(read.body).toContain('<blockquote>will pay on &#60;Friday&#62;</blockquote>')
    expect(
      await db().query(`select who, detail -> 'notes' as notes from audit where what = 'case.notes_read'`),
    ).toEqual([{ who: 'otto', notes: 1 }])
  })

  it.each(ROLE_NAMES)('every link that the role %s sees leads somewhere for it', async (role) => {
    const { seen, refused } = await followed(role)
    expect(refused).toEqual([])
    expect(seen).toEqual(expect.arrayContaining(['/cases', '/tasks', `/cases/${ids.case}`]))
    expect([seen.includes('/health'), seen.includes('/queues')]).toEqual([role !== 'agent', role !== 'agent'])
    expect(seen).toContain('http://127.0.0.1:8460/docs')
  })

  it('the pages of Bull Board ask nobody else for anything, and say what waits in Postgres', async () => {
    const { body } = await ask({ url: '/queues' }, VIEWER)
    expect(body).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/)
    expect(body).toContain('In Postgres wait: 0 reviews due and 1 later, 1 contacts planned')
  })
})

/** Links of our own pages are followed from the overview; Bull Board shows its own by a script. */
async function followed(role: Role): Promise<{ seen: string[]; refused: string[] }> {
  const seen = ['/', '/nowhere']
  const refused: string[] = []
  for (const url of seen) {
    if (!url.startsWith('/')) continue
    const headers = { accept: 'text/html' }
    const { statusCode, body } = await ask({ url, headers }, basic(`${role}:plain-words`))
    if (statusCode >= 400 && url !== '/nowhere') refused.push(`${statusCode} ${url}`)
    if (url === '/queues') continue
    for (const [, link = ''] of body.matchAll(/<a href="([^"#]+)"/g))
      if (!seen.includes(link)) seen.push(link)
  }
  return { seen, refused }
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { smtpAdapter } from '../../../src/providers/smtp/smtp.ts'
import { SmtpProviderSchema } from '../../../src/providers/smtp/schema.ts'
import { humanTaskStore } from '../../../src/shell/pg/task/human-task.ts'
import { optOutLinks } from '../../../src/shell/provider/opt-out-link.ts'
import { answer, bounce, complaint, DOMAIN, REFERENCE } from '../../providers/smtp/mail.ts'
import { MACHINE_NOW, testApi, type TestApi } from './api.ts'
import { sentContact } from './provider.ts'
import { recorder } from './recorder.ts'

const FILE = SmtpProviderSchema.parse({
  provider: 'mail',
  kind: 'smtp',
  channels: ['email'],
  server: 'localhost',
  tls: 'none',
  from: 'Lender <service@lender.example>',
  returnPath: DOMAIN,
  callback: { check: { bearer: { token: 'k' } } },
})

let api: TestApi
let links: ReturnType<typeof optOutLinks>
let debtors = 0
let now = MACHINE_NOW
let sent: { contact: number; reference: string }
beforeAll(async () => {
  api = await testApi((database) => {
    const recording = recorder(database)
    links = optOutLinks(recording.vault, 'https://api.lender.example/')
    const readerOf = async (provider: string) => (provider === 'mail' ? smtpAdapter(FILE, {}).callback : null)
    // Each time it is told later than the time before.
    const clock = { now: () => (now += 1000) }
    return { ...recording, clock, readerOf, humanTasks: humanTaskStore(database.db, () => recording.vault) }
  })
})
afterAll(() => api.close())

/** Each time another debtor, who was written to at an address of his own. */
beforeEach(async () => {
  const [debtor, account, at] = [`D${++debtors}`, `A${debtors}`, '2026-01-02T00:00:00Z']
  const opened = {
    type: 'account.opened',
    at,
    account,
    debtor,
    creditor: 'acme',
    currency: 'USD',
    region: 'US-NY',
  }
  const point = { type: 'point.added', at, debtor, kind: 'email', value: addressOf(debtors) }
  const headers = api.key('facts:write')
  await api.app.inject({ method: 'POST', url: '/v1/facts', headers, payload: [opened, point] })
  sent = await sentContact(api, account, { channel: 'email', kind: 'email' })
})

const addressOf = (debtor: number): string => `lin${debtor}@mail.example`

async function post(mail: string): Promise<[number, unknown]> {
  const payload = mail
    .replaceAll(REFERENCE, sent.reference)
    .replaceAll('-1@mail', `-${debtors}@mail`)
    .replaceAll(/Lin@mail/gi, `Lin${debtors}@Mail`)
  const headers = { authorization: 'Bearer k', 'content-type': 'message/rfc822' }
  const answered = await api.app.inject({ method: 'POST', url: '/v1/callbacks/email/mail', headers, payload })
  return [answered.statusCode, answered.json<{ outcomes?: unknown }>().outcomes]
}

const STORED = [200, [{ outcome: 'stored' }]]
const SEEN = [200, [{ outcome: 'seen' }]]
const stateOf = async () =>
  (
    await api.database.db.query<Record<string, unknown>>(
      'select state, disposition from contact where id = $1',
      [sent.contact],
    )
  )[0]
const validOf = async () =>
  (
    await api.database.db.query<{ valid: boolean }>(
      'select p.valid from contact_point p join contact c on c.point_id = p.id where c.id = $1',
      [sent.contact],
    )
  )[0]?.valid
const holds = () =>
  api.database.db.query<Record<string, unknown>>(
    `select h.kind, h.channel, h.number_id = c.number_id as here from hold h join contact c on c.id = $1 and h.person_id = c.person_id`,
    [sent.contact],
  )
const OPTED_OUT = [{ kind: 'optout', channel: null, here: true }]

describe('what comes back of an e-mail', () => {
  it('an address that is not there is spoilt, once', async () => {
    const mail = bounce({ action: 'failed', status: '5.1.1' })
    expect([await post(mail), await post(mail)]).toEqual([STORED, SEEN])
    expect(await stateOf()).toEqual({ state: 'failed', disposition: 'undeliverable' })
    expect(await validOf()).toBe(false)
  })

  it('a full mailbox is as good as before', async () => {
    expect(await post(bounce({ action: 'failed', status: '5.2.2' }))).toEqual(STORED)
    expect(await stateOf()).toEqual({ state: 'failed', disposition: 'undelivered' })
    expect(await validOf()).toBe(true)
  })

  it('a complaint opts the address out, however often it is told', async () => {
    const mail = complaint('abuse')
    expect([await post(mail), await post(mail)]).toEqual([STORED, SEEN])
    expect(await holds()).toEqual(OPTED_OUT)
  })

  it('a complaint that leaves our message out opts out whoever has the address that it names', async () => {
    const mail = complaint('abuse', 'Original-Rcpt-To: <Lin@mail.example>')
    expect([await post(mail), await post(mail)]).toEqual([STORED, SEEN])
    expect(await holds()).toEqual(OPTED_OUT)
  })

  it('what is told of an e-mail that was delivered acts, and is shown beside', async () => {
    expect(await post(bounce({ action: 'delivered', status: '2.0.0' }))).toEqual(STORED)
    const late = bounce({ action: 'failed', status: '5.0.0', diagnostic: '550 5.1.1 user unknown' })
    expect(await post(late)).toEqual(STORED)
    expect(await stateOf()).toEqual({ state: 'delivered', disposition: 'undeliverable' })
    expect(await validOf()).toBe(false)
    expect(await post(complaint('abuse'))).toEqual(STORED)
    expect(await holds()).toEqual(OPTED_OUT)
  })

  it('a word that nobody knows is refused, and whoever it is about is not written to', async () => {
    const [status, outcomes] = await post(bounce({ action: 'teleported', status: '5.0.0' }))
    expect([status, outcomes]).toMatchObject([207, [{ outcome: 'refused' }]])
  })
})

describe('an answer to an e-mail', () => {
  it('a STOP opts the address out, and our own words below it are not his', async () => {
    const text = 'Stop.\n\nOn Tue, Lender <service@lender.example> wrote:\n> Reply STOP to opt out.'
    expect(await post(answer({ text }))).toEqual(STORED)
    expect(await holds()).toEqual(OPTED_OUT)
  })

  it('another is a reply of the debtor whose address it is, and its text is sealed', async () => {
    const text =
      'I will pay it on Friday, I promise.\n\nOn Tue, Lender <service@lender.example> wrote:\n> Reply STOP'
    expect([await post(answer({ text })), await post(answer({ text }))]).toEqual([STORED, SEEN])
    expect(await holds()).toEqual([])
    const found = await api.database.db.query<{ debtor: string; disposition: string }>(
      `select p.external_id as debtor, t.disposition from contact t join person p on p.id = t.person_id
        where t.direction = 'in' and p.external_id = $1`,
      [`D${debtors}`],
    )
    expect(found).toEqual([{ debtor: `D${debtors}`, disposition: 'replied' }])
    const facts = await api.database.db.query('select body from fact')
    expect(JSON.stringify(facts)).not.toMatch(/Friday|lin\d*@/i)
  })

  it('one from an address that nobody has named is of whoever was written to', async () => {
    const head = `In-Reply-To: <${REFERENCE}@${DOMAIN}>\n`
    const mail = answer({ text: 'STOP', head }).replace('Lin@mail.example', `alias${debtors}@work.example`)
    expect(await post(mail)).toEqual(STORED)
    expect(await holds()).toEqual(OPTED_OUT)
  })

  it('one with a picture in it is longer than other callbacks may be', async () => {
    expect(await post(answer({ text: `Here.\n\n${'x'.repeat(200_000)}` }))).toEqual(STORED)
  })
})

describe('one click', () => {
  const pathOf = () => links.linkTo(sent.reference).replace('https://api.lender.example', '')
  const click = async (method: 'GET' | 'HEAD' | 'POST', url = pathOf()) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const asked = method === 'POST' ? { headers, payload: 'List-Unsubscribe=One-Click' } : {}
    return api.app.inject({ method, url, ...asked })
  }

  it('whoever only looks at the link changes nothing', async () => {
    const page = await click('GET')
    await click('HEAD')
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.body).toContain('<form method="post">')
    expect(await holds()).toEqual([])
  })

  it('a POST opts the address out, and a second one is the same opt-out', async () => {
    expect((await click('POST')).statusCode).toBe(200)
    await api.database.db.query('select pg_sleep(0.01)')
    expect((await click('POST')).statusCode).toBe(200)
    expect(await holds()).toEqual(OPTED_OUT)
    const told = await api.database.db.query('select count(*)::int as count from fact where key = $1', [
      `opt-out-${sent.reference}`,
    ])
    expect(told).toEqual([{ count: 1 }])
  })

  it('whoever took his opt-out back and clicks again is opted out again', async () => {
    const standing = () =>
      api.database.db.query(
        `select h.kind from hold h join contact c on c.id = $1 and h.person_id = c.person_id where h.lifted_at is null`,
        [sent.contact],
      )
    await click('POST')
    const [reached] = await api.database.db.query<{ point: number; at: Date }>(
      'select point_id as point, business_now() as at from contact where id = $1',
      [sent.contact],
    )
    const at = new Date(reached?.at ?? 0).toISOString()
    const back = { type: 'optout.withdrawn', at, debtor: `D${debtors}`, point: reached?.point }
    const headers = api.key('facts:write')
    await api.app.inject({ method: 'POST', url: '/v1/facts', headers, payload: [back] })
    expect(await standing()).toEqual([])
    await api.database.db.query('select pg_sleep(0.01)')
    await click('POST')
    expect(await standing()).toEqual([{ kind: 'optout' }])
  })

  it('a form of parts, or a body of nothing, is as good', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const payload =
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    expect((await api.app.inject({ method: 'POST', url: pathOf(), headers, payload })).statusCode).toBe(200)
    expect((await api.app.inject({ method: 'POST', url: pathOf() })).statusCode).toBe(200)
    expect(await holds()).toEqual(OPTED_OUT)
  })

  it('a link that is not ours opts nobody out, and the link names nobody', async () => {
    const [path, token] = [pathOf(), pathOf().split('/').at(-1) ?? '']
    const turned = path.replace(token, `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`)
    expect((await click('POST', turned)).statusCode).toBe(404)
    expect((await click('POST', `${path}x`)).statusCode).toBe(400)
    expect(await holds()).toEqual([])
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('mail.example')
  })
})

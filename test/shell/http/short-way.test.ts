import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { meaningOf } from '../../../src/core/channel/disposition.ts'
import { recordFacts } from '../../../src/flow/record.ts'
import type { Batch } from '../../../src/shell/batch/in-batches.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { callbackReader } from '../../../src/shell/http/read-callback.ts'
import {
  type CallbackOutcome,
  type SignedCallback,
  takeCallbacks,
} from '../../../src/shell/http/take-callbacks.ts'
import { receiptsFirst } from '../../../src/shell/http/take-receipts.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import { drawn, LONG_ENOUGH } from '../../property/drawn.ts'
import { shippedReplies } from '../../support/shipped-words.ts'
import { opened, snapshot } from '../record/facts.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { type Contact, contact, DEBTOR, NAMES, NOW, type Page, page, PLACES } from './drawn-receipts.ts'
import { everyRow } from './every-row.ts'

type Take = Batch<SignedCallback, CallbackOutcome>
let series = 0
interface Side {
  stage: PgStage
  take: Take
}

/** One takes the short way where a receipt only settles, the other tells every callback the general way. */
let short: Side
let long: Side
let shortly = 0
beforeAll(async () => {
  const vault = openVault(newVaultKeys())
  const [one, other] = await Promise.all([pgStage(vault), pgStage(vault)])
  short = { stage: one, take: receiptsFirst({ ...one, worked: () => shortly++ }, generalOn(one)) }
  long = { stage: other, take: generalOn(other) }
})
afterAll(() => Promise.all([short.stage.close(), long.stage.close()]))

function generalOn({ db, vault }: PgStage): Take {
  const replies = () => Promise.resolve(shippedReplies())
  const recording = { store: recordStore(db), prepare: prepareWith(vault), replies }
  return takeCallbacks({ db, vault, record: (rows) => recordFacts(recording, rows) })
}

/** Nobody shares a number: whom we contacted last may be told in the same page. */
function phoneOf(debtor: string): string {
  return `+1212${2_000_000 + series * 10 + Number(debtor.slice(1))}`
}

function referenceOf(place: number, series: number): string {
  return `6f1c2b8e-3f0a-4c58-9d6e-${String(series * 100 + place).padStart(12, '0')}`
}

async function lived(
  { stage, take }: Side,
  { contacts, pages }: { contacts: readonly Contact[]; pages: readonly Page[] },
): Promise<string[]> {
  const name = (account: string): string => `${account}-${series}`
  await stage.at(NOW)
  for (const account of NAMES) {
    const debtor = `${DEBTOR[account]}-${series}`
    await stage.door(
      opened(name(account), { debtor, phone: phoneOf(DEBTOR[account]) }),
      snapshot(name(account), NOW, '60.00', '2026-02-20'),
    )
  }
  await stage.detect()
  for (const [place, { state, disposition, channel, at, named, further }] of contacts.entries()) {
    const of = NAMES[Math.floor(place / 2)] ?? 'A1'
    const account = name(of)
    const id = await stage.contact(account, { channel, state, step: `s${place}`, to: phoneOf(DEBTOR[of]) })
    // Now and then something else is known than what is shown.
    const outcome = further ? 'delivered' : disposition === null ? 'pending' : meaningOf(disposition).outcome
    await stage.db.query(
      `update contact set client_ref = $2, disposition = $3, outcome = $7, at = $4,
         created_at = $5, changed_at = $5, provider_ref = $6 where id = $1`,
      [id, referenceOf(place, series), disposition, at, NOW, named, outcome],
    )
  }
  const answers: unknown[] = []
  for (const { webhooks, says } of pages) {
    if (says) await said(stage, says.what, name(says.on))
    answers.push(await take(webhooks.flatMap((one) => callbacksOf(one, series))))
  }
  return [...answers.map((each) => JSON.stringify(each)), ...(await everyRow(stage.db))]
}

/** What other doors say of an account. */
async function said(stage: PgStage, what: number, account: string): Promise<void> {
  const at = '2026-03-10T09:00:00Z'
  if (what === 0) await stage.ask(account, { kind: 'call_back' })
  else if (what === 1)
    await stage.db.query(
      `update person set erased_at = business_now() where id = (select person_id from account where external_id = $1)`,
      [account],
    )
  else if (what === 2)
    await stage.door({ type: 'account.snapshot', at, account, pastDue: 'x', oldestDueOn: null })
  else if (what === 3) await stage.door({ type: 'dispute.opened', at, account, dispute: `X-${account}` })
  else await stage.at('2026-03-10T13:00:00Z')
}

function callbacksOf({ id, bodies, channel }: Page['webhooks'][number], series: number): SignedCallback[] {
  // A provider that a file describes has its own name before the id.
  const name = `${id % 3 === 0 ? 'acme/' : ''}w${id}-${series}`
  const values = bodies.map((body, index) => {
    if ('text' in body)
      return { type: 'inbound', id: `in-${index}`, from: phoneOf('D1'), text: body.text, at: NOW }
    const { of, status, named, at } = body
    return { type: 'receipt', reference: referenceOf(of, series), id: named, status, at }
  })
  const [only] = values
  const read = callbackReader(channel)
  if (only && values.length === 1)
    return [{ id: name, channel, read: read(only), webhook: { id: name, body: only } }]
  const whole = { id: name, body: values }
  return values.map((value, index) => ({
    id: `${name}/${index + 1}`,
    channel,
    read: read(value),
    webhook: whole,
  }))
}

/** What one side has and the other has not. */
function missingIn(side: readonly string[], other: readonly string[]): string[] {
  const there = new Set(side)
  return other.filter((row) => !there.has(row))
}

/** Receipts of contacts that wait for nothing else: all of them can go the short way. */
const plain: Contact = {
  state: 'sent',
  disposition: 'sent',
  channel: 'sms',
  at: null,
  named: 'p-1',
  further: false,
}
const plainBodies = [0, 2, 4, 6].map((of) => ({
  of,
  status: 'delivered',
  named: 'p-1',
  at: '2026-03-10T10:00:00Z',
}))
const PLAIN: { contacts: Contact[]; page: Page } = {
  contacts: Array.from({ length: PLACES }, () => plain),
  page: {
    says: undefined,
    webhooks: [
      { id: 1, bodies: plainBodies.slice(0, 1), channel: 'sms' as const },
      { id: 2, bodies: plainBodies.slice(1), channel: 'sms' as const },
    ],
  },
}

test('receipts that go the short way end where the general way ends, row by row, whatever else comes with them', {
  timeout: LONG_ENOUGH,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(contact, { minLength: PLACES, maxLength: PLACES }),
      fc.array(page, { minLength: 1, maxLength: 4 }),
      async (contacts, pages) => {
        series++
        const [one, other] = await Promise.all([
          lived(short, { contacts, pages }),
          lived(long, { contacts, pages }),
        ])
        expect(missingIn(other, one)).toEqual(missingIn(one, other))
      },
    ),
    // One that goes the short way is always among them.
    { ...drawn(12), examples: [[PLAIN.contacts, [PLAIN.page]]] },
  )
  expect(shortly).toBeGreaterThan(0)
})

test('a page of receipts that only settle needs no other way, and its repetition does', async () => {
  series++
  const general: number[] = []
  const went: string[] = []
  const told = { ...short.stage, went: (way: string, count: number) => went.push(`${count} ${way}`) }
  const take = receiptsFirst(told, (left) => {
    general.push(left.length)
    return Promise.resolve(left.map(() => ({ outcome: 'parked' })))
  })
  const [first, again] = await lived(
    { ...short, take },
    { contacts: PLAIN.contacts, pages: [PLAIN.page, PLAIN.page] },
  )
  expect(first).toBe(JSON.stringify(plainBodies.map(() => ({ outcome: 'stored' }))))
  expect(again).toBe(JSON.stringify(plainBodies.map(() => ({ outcome: 'parked' }))))
  expect(general).toEqual([4])
  expect(went).toEqual(['4 short', '0 general', '0 short', '4 general'])
})

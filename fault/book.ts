import { setTimeout as sleep } from 'node:timers/promises'
import { HOUR } from '../src/core/base/time.ts'
import type { Engine } from './engine.ts'

export type Channel = 'sms' | 'call' | 'visit'

/** One account of one person, of whom one contact is due today. */
export interface Member {
  account: string
  channel: Channel
  phone: string
  /** True = the member pays while the others are contacted. */
  pays: boolean
}

const DAY = 24 * HOUR
const PORTIONS = 8
const BETWEEN_MS = 350

/** Eight members of ten are texted (one of them pays meanwhile), one is called, one is visited. */
export function makeBook(name: string, size: number, firstNumber: number): Member[] {
  return Array.from({ length: size }, (_, index) => ({
    account: `${name}-${index}`,
    channel: index % 10 === 8 ? 'call' : index % 10 === 9 ? 'visit' : 'sms',
    phone: `+34${612_000_000 + firstNumber + index}`,
    pays: index % 10 === 3,
  }))
}

/** The book is told to the API in portions, so that every worker has something to do for some seconds; who pays does so one portion later. What is not answered is told again. */
export async function tellBook(api: Engine['api'], book: readonly Member[], now: number): Promise<void> {
  const size = Math.ceil(book.length / PORTIONS)
  let before: readonly Member[] = []
  for (let start = 0; start < book.length + size; start += size) {
    const portion = book.slice(start, start + size)
    await tellPortion(api, { portion, before, now })
    before = portion
    await sleep(BETWEEN_MS)
  }
}

interface Portion {
  portion: readonly Member[]
  /** Those told one portion earlier. */
  before: readonly Member[]
  now: number
}

/** New members, and payments of those before them who pay. */
export async function tellPortion(api: Engine['api'], { portion, before, now }: Portion): Promise<void> {
  const paid = before.filter(({ pays }) => pays).map(({ account }) => paymentOf(account))
  await tell(api, [...portion.flatMap((member) => factsOf(member, now)), ...paid])
}

/** Who has not paid pays now: cases that are open have something to decide, and none is opened. */
export async function payAll(api: Engine['api'], book: readonly Member[]): Promise<void> {
  const owing = book.filter(({ pays }) => !pays)
  await tell(
    api,
    owing.map(({ account }) => paymentOf(account)),
  )
}

async function tell({ url, key }: Engine['api'], facts: readonly object[]): Promise<void> {
  if (facts.length === 0) return
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const body = JSON.stringify(facts)
  let said = 'nothing'
  for (let tries = 0; tries < 120; tries++) {
    const signal = AbortSignal.timeout(10_000)
    const answer = await fetch(`${url}/v1/facts`, { method: 'POST', headers, body, signal }).catch(() => null)
    if (answer?.ok) {
      const { rejectedCount } = (await answer.json()) as { rejectedCount: number }
      if (rejectedCount > 0) throw new Error(`${rejectedCount} facts of the book were refused`)
      return
    }
    if (answer) said = `${answer.status} ${await answer.text()}`
    await sleep(250)
  }
  throw new Error(`the API took no facts for half a minute, and said ${said}`)
}

function paymentOf(account: string): object {
  return { type: 'payment.received', at: new Date().toISOString(), account, payment: 'P1', amount: '200.00' }
}

const PRODUCT: Record<Channel, string> = { sms: 'consumer_loan', call: 'credit_card', visit: 'invoice' }
/** One day more than the file asks for: a step whose hour has passed on the day on which its case opens would wait for the next day. */
const DAYS_PAST_DUE: Record<Channel, number> = { sms: 2, call: 2, visit: 11 }

function factsOf({ account, channel, phone }: Member, now: number): object[] {
  const hours = hoursToNoon(now)
  const at = new Date(now - 60 * DAY).toISOString()
  const dueOn = new Date(now + hours * HOUR - DAYS_PAST_DUE[channel] * DAY).toISOString().slice(0, 10)
  const opened = {
    type: 'account.opened',
    at,
    account,
    debtor: `D-${account}`,
    creditor: 'acme',
    actor: 'first_party',
    product: PRODUCT[channel],
    currency: 'EUR',
    region: 'ES',
    zone: zoneAhead(hours),
    locale: 'en',
    phone,
    points: [{ kind: 'address', value: `Calle ${account}` }],
  }
  const billed = { type: 'obligation.billed', at, account, obligation: 'O1', dueOn, amount: '200.00' }
  return [opened, billed, ...(channel === 'visit' ? [notice(account, now - 10 * DAY)] : [])]
}

/** The opening notice of who is visited, on its own day. */
function notice(account: string, at: number): object {
  const disposition = 'delivered'
  return { type: 'contact.recorded', at: new Date(at).toISOString(), account, channel: 'sms', disposition }
}

/** Everybody lives where it is between twelve and one now, so that the law's hours are open whenever the run is made. */
function hoursToNoon(now: number): number {
  return 12 - new Date(now).getUTCHours()
}

/** These names count to the west. */
function zoneAhead(hours: number): string {
  if (hours === 0) return 'Etc/GMT'
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

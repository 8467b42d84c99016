import fc from 'fast-check'
import { decidePage, decidesOpened } from '../../../src/flow/decide.ts'
import { type DetectDeps, detectPage } from '../../../src/flow/detect.ts'
import type { DecideDeps } from '../../../src/flow/decide.ts'
import type { RecordDeps } from '../../../src/flow/record.ts'
import { recordFacts } from '../../../src/flow/record.ts'
import { incoming } from '../../shell/record/stage.ts'
import { anAccount, bill, pays } from '../story-facts.ts'

type Given = Record<string, unknown>

export const FIRST = Date.parse('2026-02-21T10:00:00Z')
export const SECOND = Date.parse('2026-03-02T10:00:00Z')

const DUE = ['2026-02-20', '2026-03-01', '2026-03-01', '2026-03-01', '2026-02-28', '2026-04-01'] as const

/** What becomes of an account between the two mornings; much of it concerns decide as well. */
const TROUBLES = [
  'paid',
  'paid and back',
  'dispute',
  'promise',
  'ahead',
  'hold',
  'opt-out',
  'closed',
] as const

const account = fc.record({
  dueOn: fc.constantFrom(...DUE),
  /** The smallest amount is too little for a case, and no strategy takes an account of another product. */
  amount: fc.constantFrom('200.00', '200.00', '5.00'),
  product: fc.constantFrom('consumer_loan', 'consumer_loan', 'consumer_loan', 'invoice'),
  trouble: fc.option(fc.constantFrom(...TROUBLES), { nil: null, freq: 2 }),
})
const debtor = fc.record({
  accounts: fc.array(account, { minLength: 1, maxLength: 3 }),
  zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Shanghai'),
  score: fc.constantFrom(0.1, 0.3, 0.9),
})

export const morningOf = (debtors: { minLength: number; maxLength: number }) =>
  fc.record({
    debtors: fc.array(debtor, debtors),
    /** Accounts of a page. */
    limit: fc.integer({ min: 1, max: 25 }),
    perDay: fc.constantFrom(1000, 1000, 4),
  })
export const morning = morningOf({ minLength: 1, maxLength: 12 })
export type Morning = typeof morning extends fc.Arbitrary<infer T> ? T : never

export interface MorningStores {
  record: RecordDeps
  detect: DetectDeps['store']
  decide: DecideDeps['store']
  config: DetectDeps['config']
  setNow: (now: number) => Promise<void>
}

/** Two mornings of one book; on the second one everything happens that a morning may find. `isJoined`: whoever detects decides as well. The answer is how many persons the second morning decided while it detected. */
export async function twoMornings(
  { record, detect, decide, config, setNow }: MorningStores,
  { debtors, limit }: Morning,
  isJoined: boolean,
): Promise<number> {
  const deciding = { store: decide, config }
  const take = async (facts: Given[]): Promise<void> => {
    const { rejected } = await recordFacts(record, incoming(facts))
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected))
  }
  const look = async (decider?: DetectDeps['decider']): Promise<number> => {
    let decided = 0
    for (let more = true; more; ) {
      const page = await detectPage({ store: detect, config, ...(decider && { decider }) }, limit)
      decided += page.decided.persons
      more = page.more
    }
    while ((await decidePage(deciding, 50)).more);
    return decided
  }
  await setNow(Date.parse('2026-02-10T12:00:00Z'))
  await take(debtors.flatMap(openingFacts))
  await setNow(FIRST)
  await look()
  await setNow(FIRST + 3_600_000)
  await take(debtors.flatMap(troubles))
  await setNow(SECOND)
  return look(isJoined ? decidesOpened({ config }) : undefined)
}

function openingFacts({ accounts, zone, score }: Morning['debtors'][number], place: number): Given[] {
  return accounts.flatMap(({ dueOn, amount, product }, index) => {
    const name = `A${place}-${index}`
    const phone = `+1202555${String(1000 + place)}`
    const facts = anAccount(name, { debtor: `D${place}`, dueOn, amount, zone, phone, score })
    return [
      ...facts.map((fact) => ('product' in fact ? { ...fact, product } : fact)),
      bill(name, 'next', '2026-03-20'),
    ]
  })
}

function troubles({ accounts }: Morning['debtors'][number], place: number): Given[] {
  return accounts.flatMap(({ trouble, amount }, index) =>
    trouble === null ? [] : factsOf(trouble, `A${place}-${index}`, amount),
  )
}

function factsOf(trouble: (typeof TROUBLES)[number], account: string, amount: string): Given[] {
  const at = '2026-02-21T10:30:00Z'
  const on = (type: string, more: Given): Given => ({ type, at, account, ...more })
  switch (trouble) {
    case 'paid':
      return [pays(account, at, { amount })]
    case 'paid and back':
      return [
        pays(account, at, { amount }),
        on('payment.reversed', { payment: 'P1', at: '2026-02-21T10:40:00Z' }),
      ]
    case 'dispute':
      return [on('dispute.opened', { dispute: 'D1' })]
    case 'promise':
      return [on('promise.made', { promise: 'R1', amount: '50.00', by: '2026-03-09' })]
    case 'ahead':
      return [pays(account, '2026-03-02T10:00:00Z', { amount })]
    case 'hold':
      return [on('hold.placed', { hold: 'H1', reason: 'hardship' })]
    case 'opt-out':
      return [on('optout.received', { channel: 'sms' })]
    case 'closed':
      return [on('account.closed', { reason: 'settled' })]
  }
}

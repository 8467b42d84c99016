/** What an account owes, worked out a second time: by walking over what was said, with nothing of the engine's. */

import { dayByDay } from './money-by-day.ts'

export type Said = Record<string, unknown>

export interface Owes {
  pastDue: number
  balance: number
  credit: number
  anchor: string | null
  disputed: number
  interest: number
  fees: number
  /** Money of the debtor's, as far as it stands: the instant and what is left of it. */
  received: [at: string, minor: number][]
}

interface Debt {
  name: string
  due: string
  part: string
  open: bigint
  rests: boolean
}

interface Money {
  name: string
  at: string
  kind: string
  left: bigint
  names: string
}

/** `order` = the parts in the order in which money pays them, of what is due; absent = the oldest first. */
export interface Asked {
  base: string
  today: string
  order?: readonly string[] | null
}

/** Everything has two digits behind the point. `base` = the currency in which the account was opened. */
export function oracle(facts: readonly Said[], { base, today, order = null }: Asked): Owes {
  const ledger = new Ledger(facts, base, today)
  const debts = ledger.debts()
  const { money, received } = ledger.money()
  let loose = 0n
  for (const one of money) {
    const debt = debts.find(({ name }) => name === one.names)
    const taken = debt ? least(debt.open, one.left) : 0n
    if (debt) debt.open -= taken
    one.left -= taken
  }
  if (order === null) loose = money.reduce((all, one) => all + one.left, 0n)
  else loose = dayByDay(debts, money, order)
  for (const debt of debts) {
    const taken = least(debt.open, loose)
    debt.open -= taken
    loose -= taken
  }
  const open = debts.filter((debt) => debt.open > 0n)
  const due = open.filter((debt) => debt.due < today)
  const live = open.filter((debt) => !debt.rests)
  const liveDue = due.filter((debt) => !debt.rests)
  return {
    pastDue: sum(liveDue),
    balance: sum(open),
    credit: Number(loose),
    anchor: live[0]?.due ?? open[0]?.due ?? null,
    disputed: sum(due.filter((debt) => debt.rests)),
    interest: sum(liveDue.filter(({ part }) => part === 'interest')),
    fees: sum(liveDue.filter(({ part }) => part === 'fee' || part === 'cost')),
    received,
  }
}

class Ledger {
  private readonly facts: Said[]
  private readonly changed: { at: string; rate: string } | null

  constructor(
    facts: readonly Said[],
    private readonly base: string,
    private readonly today: string,
  ) {
    this.facts = [...facts].sort((a, b) => (text(a, 'at') < text(b, 'at') ? -1 : 1))
    const [first] = this.of('account.redenominated')
    this.changed = first ? { at: text(first, 'at'), rate: text(first, 'rate') } : null
  }

  debts(): Debt[] {
    const names = new Set(this.facts.map((fact) => nameOf(fact)).filter((name) => name !== ''))
    const debts = [...names].map((name) => this.debt(name)).filter((debt) => debt !== null)
    return debts.sort((a, b) =>
      a.rests === b.rests ? (`${a.due} ${a.name}` < `${b.due} ${b.name}` ? -1 : 1) : a.rests ? 1 : -1,
    )
  }

  private debt(name: string): Debt | null {
    let bill: Said | null = null
    let amount: Said | null = null
    let due = ''
    let dead = false
    for (const fact of this.facts.filter((one) => nameOf(one) === name)) {
      const type = text(fact, 'type')
      const isBill = BILLS.includes(type)
      if (isBill || type === 'obligation.corrected') {
        const first: Said | null = bill
        const again =
          first !== null && isBill && fact['amount'] === first['amount'] && fact['dueOn'] === first['dueOn']
        if (!(isBill && first === null) && !again) dead = false
        amount = fact
      }
      if (isBill && bill === null) bill = fact
      else if (fact['dueOn'] !== undefined && !(isBill && fact['dueOn'] === bill?.['dueOn']))
        due = text(fact, 'dueOn')
      if (type === 'obligation.cancelled') dead = true
    }
    if (bill === null || amount === null || dead) return null
    const type = text(bill, 'type')
    const part =
      type === 'fee.charged' ? 'fee' : type === 'interest.charged' ? 'interest' : text(bill, 'part')
    return { name, due: due || text(bill, 'dueOn'), part, open: this.worth(amount), rests: this.rests(name) }
  }

  private rests(name: string): boolean {
    const about = this.facts.filter((fact) => text(fact, 'about') === name)
    for (const own of [about.filter((fact) => 'dispute' in fact), about.filter((fact) => 'hold' in fact)]) {
      const last = own.at(-1)
      const isOn = last !== undefined && ['dispute.opened', 'hold.placed'].includes(text(last, 'type'))
      if (isOn && (last['until'] === undefined || this.today <= text(last, 'until'))) return true
    }
    return false
  }

  money(): { money: Money[]; received: [string, number][] } {
    const reversed = this.of('payment.reversed').filter((fact) => fact['amount'] === undefined)
    const all: Money[] = this.of('payment.received', 'credit.noted', 'debt.written_off')
      .filter((fact) => !reversed.some((back) => back['payment'] === fact['payment']))
      .map((fact) => ({
        name: text(fact, 'payment') || text(fact, 'credit') || text(fact, 'writeOff'),
        at: text(fact, 'at'),
        kind: text(fact, 'type'),
        left: this.worth(fact),
        names: text(fact, 'obligation'),
      }))
    for (const back of this.of('payment.reversed', 'refund.paid')) {
      if (back['payment'] === undefined || back['amount'] === undefined) continue
      const one = all.find(({ kind, name }) => kind === 'payment.received' && name === back['payment'])
      if (one) one.left -= least(one.left, this.worth(back))
    }
    for (const back of this.of('refund.paid').filter((fact) => fact['payment'] === undefined))
      this.refund(all, this.worth(back), text(back, 'at'))
    const received = all
      .filter(({ kind, left }) => kind === 'payment.received' && left > 0n)
      .map(({ at, left }): [string, number] => [at, Number(left)])
    return { money: all.filter(({ at }) => at.slice(0, 10) <= this.today), received }
  }

  /** The latest money that had come by then, later money, and what is no money last. */
  private refund(all: readonly Money[], amount: bigint, at: string): void {
    const cash = all.filter(({ kind }) => kind === 'payment.received').toReversed()
    const notes = all.filter(({ kind }) => kind === 'credit.noted').toReversed()
    let rest = amount
    for (const group of [cash, notes])
      for (const isLater of [false, true])
        for (const one of group.filter((each) => each.at > at === isLater)) {
          const taken = least(rest, one.left)
          one.left -= taken
          rest -= taken
        }
  }

  /** An amount in the currency that the account has now. */
  private worth(fact: Said): bigint {
    const minor = cents(text(fact, 'amount'))
    const isBefore = this.changed !== null && text(fact, 'at') < this.changed.at
    const own = this.changed === null || isBefore ? this.base : 'EUR'
    const currency = text(fact, 'currency') || own
    let worth = minor
    if (currency !== own && currency !== this.base && currency !== 'EUR')
      worth = times(minor, text(fact, 'rate'))
    else if (currency === 'EUR' && this.changed === null && own !== 'EUR')
      worth = text(fact, 'rate') ? times(minor, text(fact, 'rate')) : times(minor, '1.95583')
    else if (currency === 'EUR') return minor
    const isOld = currency === this.base || own === this.base
    return this.changed !== null && isOld ? over(worth, this.changed.rate) : worth
  }

  private of(...types: string[]): Said[] {
    return this.facts.filter((fact) => types.includes(text(fact, 'type')))
  }
}

const BILLS = ['obligation.billed', 'fee.charged', 'interest.charged']

/** The obligation that a fact says something of. */
function nameOf(fact: Said): string {
  const type = text(fact, 'type')
  if (type === 'fee.charged') return text(fact, 'fee')
  if (type === 'interest.charged') return text(fact, 'interest')
  return type.startsWith('obligation.') ? text(fact, 'obligation') : ''
}

function text(fact: Said, field: string): string {
  const value = field === 'about' ? fact['obligation'] : fact[field]
  if (field === 'about' && fact['dispute'] === undefined && fact['hold'] === undefined) return ''
  return typeof value === 'string' ? value : ''
}

function cents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'))
}

/** The rate has five digits behind the point. */
function ratio(rate: string): bigint {
  const [whole = '0', fraction = ''] = rate.split('.')
  return BigInt(whole) * 100_000n + BigInt(fraction.padEnd(5, '0'))
}

function times(minor: bigint, rate: string): bigint {
  return halfUp(minor * ratio(rate), 100_000n)
}

function over(minor: bigint, rate: string): bigint {
  return halfUp(minor * 100_000n, ratio(rate))
}

function halfUp(dividend: bigint, divisor: bigint): bigint {
  const whole = dividend / divisor
  return (dividend - whole * divisor) * 2n >= divisor ? whole + 1n : whole
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function sum(debts: readonly Debt[]): number {
  return Number(debts.reduce((total, { open }) => total + open, 0n))
}

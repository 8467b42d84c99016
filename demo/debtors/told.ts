import { DAY_MS, dayOf, HOUR, type Instant, isoOf } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import type { Agreed, Approachable } from '../../src/shell/pg/watch/agreed.ts'
import { recordedAt } from '../book/timing.ts'
import { offersOn } from './office.ts'
import { paidOnce } from './paid-once.ts'
import { onPlan, onPromise, onSettlement } from './paying.ts'
import { isPlanMet } from './stands.ts'

/** What the engine hears in the course of a demo: the book as it was drawn, and what debtors and the office do about what is agreed meanwhile. */
export interface Told {
  /** The next instant at which something is told, or the office opens. */
  nextAt(): Instant
  /** What is told up to then, in its order. */
  take(now: Instant): Promise<FactInput[]>
}

export interface TellerOptions {
  seed: string
  /** The facts of the book in the order in which they are heard. */
  book: readonly FactInput[]
  /** What came before is told already. */
  from: Instant
  /** What stands agreed, and those with whom nothing is. */
  read: () => Promise<{ agreed: Agreed; open: Approachable[] }>
  /** Somebody answers what a supervisor is asked. */
  supervise: () => Promise<void>
}

const OPENS = 7 * HOUR

/** The office looks once a day at what was agreed since: nobody pays on the day on which it is. */
export async function openTold({ seed, book, from, read, supervise }: TellerOptions): Promise<Told> {
  const queue = new Queue(book)
  let officeAt = nextOpening(from)
  queue.learn(seed, (await read()).agreed)
  queue.due(from - 1)
  return {
    nextAt: () => Math.min(officeAt, queue.nextAt()),
    async take(now) {
      if (now < officeAt) return queue.due(now)
      officeAt = nextOpening(now)
      const { agreed, open } = await read()
      if (isAsked(agreed)) await supervise()
      queue.learn(seed, agreed)
      return [...queue.due(now), ...offersOn({ seed, at: isoOf(now), today: dayOf('UTC', now) }, open)]
    },
  }
}

function nextOpening(now: Instant): Instant {
  return (Math.floor((now - OPENS) / DAY_MS) + 1) * DAY_MS + OPENS
}

function isAsked({ promises, plans, settlements }: Agreed): boolean {
  return [...promises, ...plans, ...settlements].some(({ told }) => told === 'asked')
}

/** The facts of the book and those of debtors, in one order. */
class Queue {
  private readonly once = paidOnce()
  private readonly known = new Set<string>()
  private own: FactInput[] = []
  private cursor = 0

  constructor(private readonly book: readonly FactInput[]) {}

  learn(seed: string, { promises, plans, settlements }: Agreed): void {
    for (const { account, told, agreedAt } of plans)
      if (isPlanMet(told) && agreedAt !== null) this.once.agreedOn(account, agreedAt)
    for (const { account, told, offeredAt } of settlements)
      if (told === 'accepted' || told === 'kept') this.once.agreedOn(account, offeredAt)
    const acts = [
      ...promises.flatMap((one) => onPromise(seed, one)),
      ...plans.flatMap((one) => onPlan(seed, one)),
      ...settlements.flatMap((one) => onSettlement(seed, one)),
    ]
    const fresh = acts.filter((fact) => !this.known.has(JSON.stringify(fact)))
    for (const fact of fresh) this.known.add(JSON.stringify(fact))
    if (fresh.length > 0) this.own = [...this.own, ...fresh].sort((a, b) => recordedAt(a) - recordedAt(b))
  }

  nextAt(): Instant {
    return Math.min(this.ownAt(), this.bookAt())
  }

  due(now: Instant): FactInput[] {
    const facts: FactInput[] = []
    while (this.nextAt() <= now) facts.push(...this.next())
    return facts
  }

  private next(): FactInput[] {
    if (this.ownAt() <= this.bookAt()) {
      const fact = this.own.shift()
      if (fact?.type === 'payment.received') this.once.paidAhead(fact.account, fact.amount)
      return fact ? [fact] : []
    }
    const fact = this.book[this.cursor++]
    const left = fact ? this.once.heard(fact) : null
    return left ? [left] : []
  }

  private ownAt(): Instant {
    return at(this.own[0])
  }

  private bookAt(): Instant {
    return at(this.book[this.cursor])
  }
}

function at(fact: FactInput | undefined): Instant {
  return fact ? recordedAt(fact) : Infinity
}

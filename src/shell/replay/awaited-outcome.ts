import type { TimedRow } from './fact-file.ts'
import type { MadeContact } from './driver.ts'

/** Outcomes in the input that name a contact by account, step and attempt: they wait until that contact was made. */
export class AwaitedOutcomes {
  private readonly waiting = new Map<string, TimedRow[]>()
  private readonly made = new Set<string>()

  /** A fact that speaks of a contact that was not made yet is kept; the others are returned. */
  hold(facts: readonly TimedRow[]): TimedRow[] {
    return facts.filter((timed) => {
      if (!('fact' in timed)) return true
      const { fact } = timed
      if (fact.type !== 'contact.outcome' || fact.step === undefined) return true
      const name = nameOf({ account: fact.account, step: fact.step, attempt: fact.attempt ?? 1 })
      if (this.made.has(name)) return true
      this.waiting.set(name, [...(this.waiting.get(name) ?? []), timed])
      return false
    })
  }

  /** What the input says of a contact just made. */
  take(contact: MadeContact): TimedRow[] {
    const name = nameOf(contact)
    this.made.add(name)
    const found = this.waiting.get(name) ?? []
    this.waiting.delete(name)
    return found
  }

  /** What speaks of contacts that were never made. */
  left(): TimedRow[] {
    return [...this.waiting.values()].flat()
  }
}

function nameOf({ account, step, attempt }: MadeContact): string {
  return `${account} ${step} ${attempt}`
}

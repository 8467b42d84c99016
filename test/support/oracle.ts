import type { Invoice } from './ledger-facts.ts'
import { isLate } from './ledger-facts.ts'

/** Who must have a case from when to when, and what may be sent to whom: worked out from the columns of the sample alone, with nothing of the engine in it. */

export interface ExpectedCase {
  account: string
  case: string
  openedOn: string
  closedOn: string
  reason: string
}

export function expectedCases(invoices: readonly Invoice[]): ExpectedCase[] {
  return invoices.filter(isLate).map((invoice) => ({
    account: invoice.account,
    case: `${invoice.account}/1`,
    openedOn: plusDays(invoice.dueOn, 1),
    closedOn: invoice.settledOn,
    reason: 'cured',
  }))
}

/** A step of a ladder that counts by days past due, as the strategy file has it. */
export interface LadderStep {
  step: string
  channel: string
  dpd: number
  at: string
}

export interface ExpectedStep {
  account: string
  debtor: string
  step: string
  channel: string
  /** UTC: every debtor of the sample lives by that clock. */
  dueAt: string
}

/** Every step whose moment comes while the invoice is late, unpaid and undisputed. */
export function expectedSteps(invoices: readonly Invoice[], ladder: readonly LadderStep[]): ExpectedStep[] {
  return invoices
    .filter((invoice) => isLate(invoice) && !invoice.disputed)
    .flatMap((invoice) =>
      ladder
        .map((step) => ({
          account: invoice.account,
          debtor: invoice.debtor,
          step: step.step,
          channel: step.channel,
          dueAt: `${plusDays(invoice.dueOn, step.dpd)}T${step.at}:00Z`,
        }))
        .filter((step) => step.dueAt < paidAt(invoice)),
    )
}

export function paidAt(invoice: Invoice): string {
  return `${invoice.settledOn}T12:00:00Z`
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The house's ceilings counted by brute force: three contacts on a day, seven in seven days, over all accounts of a person. */
export function isPersonOverCap(contacts: readonly { at: number; debtor: string }[]): boolean {
  return contacts.some((contact) => {
    const day = Math.floor(contact.at / 86_400_000)
    const own = contacts.filter((other) => other.debtor === contact.debtor)
    const ago = own.map((other) => day - Math.floor(other.at / 86_400_000))
    return (
      ago.filter((days) => days === 0).length > 3 || ago.filter((days) => days >= 0 && days < 7).length > 7
    )
  })
}

interface LadderStage {
  from: { dpd?: number | undefined }
  steps: readonly {
    step: string
    channel: string
    dpd?: number | undefined
    after?: { days: number } | undefined
    at: string
  }[]
}

/** The first attempt of every step that contacts somebody, by the day past due on which an account that is never interrupted meets it. */
export function ladderOf(stages: readonly LadderStage[]): LadderStep[] {
  return stages.flatMap((stage) =>
    stage.steps
      // A step without a day comes after a promise or a plan that was not kept, and an invoice has neither.
      .filter((step) => step.channel !== 'human' && (step.dpd ?? step.after) !== undefined)
      .map((step) => ({
        step: step.step,
        channel: step.channel,
        dpd: step.dpd ?? (stage.from.dpd ?? 0) + (step.after?.days ?? 0),
        at: step.at,
      })),
  )
}

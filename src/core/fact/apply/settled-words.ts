import type { Problem } from '../../base/problem.ts'
import type { Day } from '../../base/time.ts'
import { type Disposition, meaningOf } from '../../channel/disposition.ts'
import type { LedgerSettlement } from '../../model/settlement.ts'
import { type Draft, type OnAccount, refused, type Subject } from '../draft.ts'
import { offerProblem, type OfferTermsGiven } from '../offer-terms.ts'
import type { Telling } from '../telling.ts'
import { amountIn, takeFeed } from './money.ts'
import { isSameOffer, settle, settlementKnown } from './settlement.ts'

/** A settlement that was offered in a contact, or the name of one that the debtor accepted in it. */
interface Given extends OfferTermsGiven {
  settlement?: string | undefined
  until?: Day | undefined
  accepted?: boolean | undefined
}

interface SettledSaid {
  disposition: Disposition
  settlement?: Given | undefined
  agent?: string | undefined
  toldBy?: string | undefined
}

/** What was said of it in a contact; `name` null = the contact gives it one. */
export interface SaidSettlement {
  name: string | null
  /** Null = it was offered before, and is accepted. */
  offer: Pick<LedgerSettlement, 'amount' | 'discount' | 'until' | 'payBy' | 'rates' | 'by' | 'toldBy'> | null
  accepted: boolean
}

/** Whether a word brings an offer, and not the name of one alone. */
export function isOffer({ amount, discount, until, payBy, rates }: Given): boolean {
  return [amount, discount, until, payBy, rates].some((one) => one !== undefined)
}

/** What is offered is whole, names who proposes it, and comes with a word that is a settlement. */
export function senseOfSettlement({ disposition, settlement, agent }: SettledSaid): Problem | null {
  if (settlement === undefined) return null
  const bad = (path: string, message: string, suggestion: string): Problem => {
    return { code: 'bad_settlement', path, message, suggestion }
  }
  if (meaningOf(disposition).effect !== 'settlement')
    return bad(
      'settlement',
      'a settlement is given, and the disposition is none',
      'rpc_settlement or met_settlement',
    )
  if (!isOffer(settlement)) {
    if (settlement.settlement === undefined)
      return bad(
        'settlement',
        'neither an offer nor the name of one is given',
        'amount or discount, and payBy',
      )
    if (settlement.accepted !== false) return null
    const way = 'settlement.declined says that the debtor does not accept it'
    return bad('settlement.accepted', 'nothing is said of a settlement that was offered before', way)
  }
  const until = lastDayOf(settlement)
  if (until === null) return bad('settlement.payBy', 'no day is given', 'payBy, the first of rates, or until')
  const wrong = offerProblem({ ...settlement, until })
  if (wrong) return { ...wrong, path: `settlement.${wrong.path ?? ''}` }
  const who = 'the id of whoever offered it: another person grants it'
  return agent === undefined ? bad('agent', 'nobody is named who offers it', who) : null
}

/** The last day on which it may be accepted, or granted: the day on which money falls due, where no other is said. */
function lastDayOf({ until, payBy, rates }: Given): Day | null {
  return until ?? payBy ?? rates?.first ?? null
}

/** The day by which an offer ends of itself. */
export function endOfSettlement({ settlement }: { settlement?: Given | undefined }): Day | null {
  return settlement && isOffer(settlement) ? lastDayOf(settlement) : null
}

/** Null = none is given. */
export function settlementIn(
  draft: Draft,
  { person, account }: Subject,
  said: SettledSaid & { name: string },
  prepared: Telling,
): SaidSettlement | Problem | null {
  const { settlement } = said
  if (settlement === undefined || account === null) return null
  const name = settlement.settlement ?? null
  if (!isOffer(settlement)) return { name, offer: null, accepted: true }
  const { amount, discount = null, payBy = null, rates = null, accepted = true } = settlement
  const sum = amount === undefined ? 0 : amountIn(account, amount, prepared, 'settlement.amount')
  if (typeof sum === 'object') return sum
  const until = lastDayOf(settlement) ?? ''
  const { agent: by = null, toldBy = null } = said
  const offer = { amount: sum, discount, until, payBy, rates, by, toldBy }
  const known = settlementKnown(draft, { person, account }, name ?? said.name)
  if (known && known.offeredAt !== null && !isSameOffer(known, offer))
    return refused(prepared, 'conflicting_fact', 'the settlement is known with other terms', 'settlement')
  return takeFeed(account, 'ledger', prepared) ?? { name, offer, accepted }
}

/** It is offered and accepted as of the contact; whoever may not offer it alone asks a second person as ever. */
export function settleInContact(
  draft: Draft,
  subject: OnAccount,
  { name, said: { offer, accepted } }: { name: string; said: SaidSettlement },
  prepared: Telling,
): void {
  const { at } = prepared
  const known = settlementKnown(draft, subject, name)
  // One that was offered before goes on being of whoever proposed it.
  const before = known?.offeredAt ?? null
  const said: Partial<LedgerSettlement> = {
    ...(before === null && offer),
    ...(offer && { offeredAt: Math.min(before ?? at, at) }),
    ...(accepted && { acceptedAt: Math.min(known?.acceptedAt ?? at, at) }),
  }
  settle(draft, subject, { name, said }, prepared)
}

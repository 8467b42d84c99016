/** What a row beside the debts of an account does to what is owed. */
interface MoneyTraits {
  /** What pays counts against the debt; what takes back lowers what has paid. */
  effect: 'pays' | 'takes_back'
  /** It is money of the debtor: it keeps promises, and counts as a payment wherever one is looked for. */
  isPayment: boolean
  /** The creditor has given it up: no refund is taken of it. */
  isGivenUp?: true
  /** What people call it. */
  name: string
}

/** Whatever is told of an account beside its debts. */
export const MONEY_KIND = {
  /** Money that was received. */
  money: { effect: 'pays', isPayment: true, name: 'payment' },
  /** A credit note: the debt is less. */
  credit: { effect: 'pays', isPayment: false, name: 'credit note' },
  /** The creditor gives the debt up in its books. */
  write_off: { effect: 'pays', isPayment: false, isGivenUp: true, name: 'write-off' },
  /** What a settlement that was paid leaves of the debt; derived by review, never told. */
  forgiven: { effect: 'pays', isPayment: false, isGivenUp: true, name: 'forgiven rest' },
  /** A part of a payment was taken back by whoever had paid. */
  part_reversal: { effect: 'takes_back', isPayment: false, name: 'part reversal' },
  /** Money that went back to the debtor. */
  refund: { effect: 'takes_back', isPayment: false, name: 'refund' },
} as const satisfies Record<string, MoneyTraits>

export type MoneyKind = keyof typeof MONEY_KIND

const KINDS = Object.keys(MONEY_KIND) as MoneyKind[]

export function takesBack(kind: MoneyKind): boolean {
  return MONEY_KIND[kind].effect === 'takes_back'
}

export function isPayment(kind: MoneyKind): boolean {
  return MONEY_KIND[kind].isPayment
}

export function isGivenUp(kind: MoneyKind): boolean {
  const traits: MoneyTraits = MONEY_KIND[kind]
  return traits.isGivenUp === true
}

/** It fills what money leaves open, and is never credit. */
export function isForgiven(kind: MoneyKind): boolean {
  return kind === 'forgiven'
}

export const FORGIVEN = KINDS.filter(isForgiven)
export const GIVEN_UP = KINDS.filter(isGivenUp)

/** What the money of the debtor is worked out from: payments, and what takes of them. */
export const OF_RECEIPTS = KINDS.filter((kind) => isPayment(kind) || takesBack(kind))

export const PAYING = KINDS.filter((kind) => !takesBack(kind))
export const TAKING_BACK = KINDS.filter(takesBack)

/** Payments have their names to themselves, and so has every other kind. */
export function moneyKey({ kind, externalId }: { kind: MoneyKind; externalId: string }): string {
  return kind === 'money' ? externalId : `${kind}\n${externalId}`
}

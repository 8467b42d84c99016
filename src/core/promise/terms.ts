import type { Minor } from '../base/money.ts'
import { shareOf } from '../base/share.ts'
import { addDays, type Day } from '../base/time.ts'
import {
  type PromiseType,
  type PromiseTypes,
  STANDARD_PROMISE,
  USUAL_PROMISE,
} from '../model/promise-type.ts'

/** What a promise is measured by: what the file says of its type, and the usual where it says nothing. */
export interface PromiseTerms {
  /** The name of its type. */
  kind: string
  type: PromiseType
}

export function termsOf(types: PromiseTypes | undefined, kind: string | null): PromiseTerms {
  const named = kind !== null && types && Object.hasOwn(types, kind) ? types[kind] : undefined
  if (kind !== null && named) return { kind, type: named }
  return { kind: STANDARD_PROMISE, type: types?.[STANDARD_PROMISE] ?? {} }
}

/** Whether the file says what one of that type is; one that names no type is standard. */
export function isTaken(types: PromiseTypes | undefined, kind: string | null): boolean {
  return kind === null || termsOf(types, kind).kind === kind
}

/** The types that a debtor may be offered, the standard one first. */
export function offeredTypes(types: PromiseTypes | undefined): PromiseTerms[] {
  const others = Object.keys(types ?? {}).filter((kind) => kind !== STANDARD_PROMISE)
  return [STANDARD_PROMISE, ...others.sort()].map((kind) => termsOf(types, kind))
}

/** What the promise brings, and never more than the file gives; where it brings none, the file's. */
export function graceOf({ type }: PromiseTerms, given: number): number {
  if (given === 0) return type.grace?.days ?? 0
  return Math.min(given, (type.grace ?? USUAL_PROMISE.grace).days)
}

export function latestDay({ type }: PromiseTerms, madeOn: Day): Day {
  return addDays(madeOn, (type.longest ?? USUAL_PROMISE.longest).days)
}

/** The least that is taken of an account that owes so much; `minor` reads an amount of the file. */
export function leastOf({ type }: PromiseTerms, owed: Minor, minor: (text: string) => Minor): Minor {
  const { least = USUAL_PROMISE.least } = type
  if (typeof least === 'string') return Math.min(minor(least), Math.max(owed, 0))
  return shareOf(owed, least.share)
}

/** The sum with which a promise counts as kept. */
export function enoughOf({ type }: PromiseTerms, amount: Minor): Minor {
  return shareOf(amount, type.threshold ?? USUAL_PROMISE.threshold)
}

export function mostOpenOf({ type }: PromiseTerms): number {
  return type.mostOpen ?? USUAL_PROMISE.mostOpen
}

export function mostBrokenOf({ type }: PromiseTerms): number {
  return type.mostBroken ?? Infinity
}

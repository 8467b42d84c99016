import type { z } from 'zod'
import type { Problem } from '../../base/problem.ts'
import { ofTexts } from '../../base/of-texts.ts'
import type { Day, Instant } from '../../base/time.ts'
import type { Applied, Draft, OnAccount, Subject } from '../draft.ts'
import type { MoneyWord } from '../apply/money-word.ts'
import type { Telling } from '../telling.ts'
import type { instant } from './envelope.ts'
import type { Needs } from './needs.ts'

/** All that a kind of fact says of itself: which fields it has, what tells two apart, what it looks at and what it does. Every list of kinds is derived from these. */
export type FactKind<S extends FactSchema = FactSchema> = Told<S> & Does<z.infer<S>>

export type FactSchema = z.ZodObject<
  { type: z.ZodLiteral<string>; at: typeof instant } & z.core.$ZodLooseShape,
  z.core.$strict
>

/** A part of a natural key. */
export type Part = string | number | null | undefined

interface Told<S extends FactSchema> {
  schema: S
  /** The key of a fact that brings none: what it is about, or when it was. `point` = short keyed hash of the number or address that it names. */
  key(fact: z.infer<S>, point: string | undefined): Part[]
  /** Fields that name the one thing that it is about, besides its account or debtor: a good row answers a refused one of the same. None = any next one of the kind. */
  names: readonly string[]
  /** What must be loaded before it can be applied, besides whom it names. */
  needs: Needs | ((fact: z.infer<S>, prepared: Telling) => Needs)
  /** Whether what was planned for whom it is about is void: always, or where it changes what is owed or who may be contacted (its `apply` says so), or never. */
  supersedes: 'always' | 'where_it_changes' | 'never'
  /** Fields in which two facts of one key may differ. */
  differs?: readonly string[]
  /** What is wrong with it that no single field shows. */
  sense?(fact: z.infer<S>): Problem | null
  /** The end that it comes to by itself. */
  ends?(fact: z.infer<S>): FactEnd | null
  /** What it says of what is owed or paid. */
  money?(fact: z.infer<S>): MoneyWord
  /** Whether what it names is known with all that it says, of whichever instant: it is known already, and the earliest instant counts. */
  isKnown?(draft: Draft, subject: OnAccount, fact: z.infer<S>, prepared: Telling): boolean
  /** Another one of the same name that brings no key is a later word, not a contradiction. */
  laterCounts?: true
  /** The instant of its account that no fact of the kind lies behind: what comes later was not taken before. */
  lastAt?: 'snapshotAt' | 'scoreAt'
  /** It may be dated ahead, and counts on its day. */
  mayBeAhead?: true
  /** A file of them may cure many accounts at once, or make them overdue. */
  mayCure?: true
  /** It is taken of whoever it may be about: neither account nor debtor has to be named. */
  standsAlone?(fact: z.infer<S>): boolean
  /** It holds the number that it names, whoever turns out to have it. */
  isOfNumber?(prepared: Telling): boolean
  /** It says which numbers and addresses the debtor has. */
  bringsPoints?: true
  /** Fields with personal values, which only the vault keeps; those of `required` stand there as a dash. */
  personal?: readonly string[]
  required?: readonly string[]
  /** The personal field with free text. */
  text?: 'reason' | 'note' | 'text'
}

/** The subject that it is about; an account that is named of a person leads to the person. */
type Does<F> =
  | {
      about: 'account'
      apply(draft: Draft, subject: OnAccount, fact: F, prepared: Telling): Applied
    }
  | {
      about: 'either' | 'person'
      apply(draft: Draft, subject: Subject, fact: F, prepared: Telling): Applied
    }
  | {
      about: 'either_or_agent'
      apply(draft: Draft, subject: Subject | null, fact: F, prepared: Telling): Applied
    }
  | {
      about: 'nobody'
      apply(draft: Draft, subject: null, fact: F, prepared: Telling): Applied
    }

export interface FactEnd {
  path: string
  on: Day | Instant
  /** The last day that it reaches. */
  last: Day | Instant
}

/** The instant at which it was, in one form. */
export function when(fact: { at: string }): string {
  return inOneForm(fact.at)
}
const inOneForm = ofTexts((at) => new Date(at).toISOString())

/** A rate says something of a currency that is named. */
export function rateAlone(fact: {
  currency?: string | undefined
  rate?: string | undefined
}): Problem | null {
  if (fact.rate === undefined || fact.currency !== undefined) return null
  const message = 'a rate is given, and no currency'
  const suggestion = 'currency: the one in which the amount is; leave rate out where it is the account’s'
  return { code: 'missing_field', path: 'currency', message, suggestion }
}

/** An account and a debtor of the same name are not the same. */
export function whose(fact: { account?: string | undefined; debtor?: string | undefined }): Part[] {
  return fact.account === undefined ? ['debtor', fact.debtor] : ['account', fact.account]
}

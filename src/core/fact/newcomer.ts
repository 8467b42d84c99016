import { updateFigures } from '../arrears/update-figures.ts'
import type { AccountId, PersonId } from '../base/id.ts'
import { surestOf } from '../base/region.ts'
import { type Day, type Instant, lastDayOf, type Zone } from '../base/time.ts'
import type { FeedFile } from '../model/feed-file.ts'
import type { LedgerAccount } from '../model/ledger.ts'
import { newAccount } from './new-account.ts'

/** The regions of a person of whom one fact says all that is known. */
export function regionsSaid(regions: readonly string[]): string[] {
  return surestOf([...new Set(regions)].sort())
}

/** The first figures of an account of which nothing was known. */
export interface FirstFigures {
  zones: Zone[]
  /** The instant of its snapshot. */
  at: Instant
  anchor: Day | null
  /** Something is past due. */
  isOwed: boolean
  /** What is known of its creditor's files, the day of this one included. */
  file: FeedFile | null
}

/** What becomes of such an account: many of a file have one answer, since no amount counts. */
export interface FirstLook {
  bucket: number
  lookOn: Day | null
  /** The account is to be reviewed now. */
  look: boolean
  /** The account leaves the first bucket, and that is a fact. */
  rolls: boolean
}

export function firstLook({ zones, at, anchor, isOwed, file }: FirstFigures, now: Instant): FirstLook {
  const account: LedgerAccount = Object.assign(newAccount({ ...NOBODYS, zones }), {
    feed: 'snapshot',
    snapshotAt: at,
    pastDue: isOwed ? 1 : 0,
    anchor,
  })
  const question = { account, sets: null, hasOpenCase: false, file, pays: null, looked: false, now }
  const facts = updateFigures(question)
  if (facts.some(({ type }) => type !== 'account.rolled')) throw new Error('a new account has a past')
  const { bucket, lookOn } = account
  const look = lookOn !== null && lookOn <= lastDayOf(zones, now)
  return { bucket, lookOn, look, rolls: facts.length > 0 }
}

const NOBODYS = {
  id: 1 as AccountId,
  person: 1 as PersonId,
  externalId: '',
  creditor: '',
  collector: '',
  actor: null,
  product: null,
  currency: '',
  score: null,
  scoreAt: null,
}

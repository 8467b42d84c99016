import type { Day } from '../../base/time.ts'

/** What a fact looks at besides the accounts, persons, numbers and households that it names: no store loads anything else. */
export interface Needs {
  /** What the account owes and has paid; with it whether a case is open. */
  money?: boolean
  /** Whether the account has an open case, and what is known of its creditor's files. */
  cases?: boolean
  /** All holds of the person. */
  holds?: boolean
  /** Numbers and addresses of the person and of everybody behind those that are reached. */
  points?: boolean
  promises?: boolean
  /** All plans of the person. */
  plans?: boolean
  settlements?: boolean
  /** The hold that it ends on whichever account of the debtor: one of a single obligation changes what is past due there. */
  ends?: string
  /** What stored facts say of the account's figures: it may decide a dispute. */
  figures?: boolean
  /** Tasks that were answered, too. */
  answered?: boolean
  /** Brakes that are on. */
  brakes?: boolean
  /** The creditor whose name has to be known. */
  creditor?: string | undefined
  /** The contact that it is about: by number, else by step. */
  contact?: { contact?: number | undefined; step?: string | undefined }
  /** Days of a creditor's files that it may bring. */
  feed?: { creditor?: string; line?: Day; completed?: Day }
  /** The number that it reaches as a whole, with everybody behind it: that of the point or of the contact that it names, or any of the person. */
  reaches?: 'point' | 'contact' | 'any'
  /** What was said of the account or debtor before it was known. */
  early?: boolean
  /** The message of nobody who is known that it is about. */
  reply?: string
}

/** A law as somebody copies it by hand out of its text: nothing here knows the packs or the engine's code. */
export interface Statute {
  /** Absent = the clock of the debtor, wherever the debtor may be. */
  zone?: string
  /** First local day on which it binds. */
  from?: string
  /** Monday unless said otherwise. */
  weekStart?: 'sun'
  /** Public holidays in the weeks that are played. */
  holidays?: readonly string[]
  hours?: readonly HoursRule[]
  caps?: readonly CapRule[]
  gaps?: readonly GapRule[]
  bans?: readonly BanRule[]
  needs?: readonly NeedRule[]
  holds?: readonly HoldRule[]
}

/** What a rule is about; absent = everything. */
export interface About {
  channels?: readonly string[]
  roles?: readonly string[]
  places?: readonly string[]
  /** Days past due at most. */
  dpdUpTo?: number
}

export interface LocalDay {
  /** 1 = Monday ... 7 = Sunday. */
  weekday: number
  holiday: boolean
}

export interface HoursRule extends About {
  rule: string
  /** The first and the last instant (excluded) of the day; null = closed. `own` = the hours that the debtor closed. */
  open: 'own' | ((day: LocalDay) => readonly [string, string] | null)
  /** The planned end must lie before closing too. */
  whole?: boolean
}

export type Per = 'person' | 'account' | 'number' | 'household' | 'creditor' | 'collector'

export interface CapRule extends About {
  rule: string
  max: number
  span: { days: number } | 'day' | 'week' | 'month'
  per: readonly Per[]
  /** 0 attempted, 1 it rang, 2 somebody or something answered, 3 talked. */
  level: 0 | 1 | 2 | 3
  onlyUnanswered?: true
  /** True = channels count, not contacts. */
  ofChannels?: true
  /** True = calls to a number that turned out to be somebody else's are not counted. */
  notMisdirected?: true
}

export interface GapRule extends About {
  rule: string
  after: 'attempt' | 'talk' | 'due'
  afterChannels?: readonly string[]
  hours?: number
  days?: number
  /** The day after the event is day 1. */
  dayOneIsNext?: true
  per: readonly Per[]
}

export interface BanRule extends About {
  rule: string
}

export interface NeedRule extends About {
  rule: string
  evidence: string
  /** Dates old at most, at least. */
  upToDays?: number
  atLeastDays?: number
}

export interface HoldRule extends About {
  rule: string
  while: 'optout' | 'dispute' | 'promise'
  /** A dispute counts only within so many dates of the validation notice. */
  withinDaysOfNotice?: number
}

export const VOICE = ['call', 'voicedrop']
export const MESSAGES = ['sms', 'im', 'email', 'push', 'social']
export const REMOTE = [...MESSAGES, ...VOICE]
export const NOT_AT_HOME = ['work', 'public', 'sensitive', 'other', 'unlisted']
export const THIRDS = ['third', 'household', 'employer']

export const daily = (from: string, until: string) => (): readonly [string, string] => [from, until]

import type { PersonId } from '../base/id.ts'
import { addDays, lastDayOf, type Day, type Instant } from '../base/time.ts'
import type { RecordKind } from '../compliance/rule/parameters.ts'
import { answerTo, judgeRecord, longer, type Keep, type RecordVerdict } from './judge-record.ts'
import type { KeptRecord, PersonRecords } from './record.ts'
import type { RetainRule } from './retain-law.ts'

/** What a review of everything that is kept about a person finds. */
export interface PersonVerdict {
  person: PersonId
  externalId: string
  records: RecordVerdict[]
  /** The verdict on name, numbers, addresses and hours: they stay as long as anything by which somebody must be able to find the person. */
  personal: RecordVerdict
  /** What a rule on personal data alone would keep them for. */
  own: Keep | null
  /** Sealed texts whose time is over. */
  texts: ErasedText[]
  /** The personal values' time is over, and they are still there. */
  forget: boolean
  conflicts: Conflict[]
  /** The day of the next review: a month from now at the latest, since what is done meanwhile counts. */
  lookOn: Day
}

export interface ErasedText {
  sealed: number
  kind: RecordKind
}

/** A maximum below a minimum: a human decides, nothing is erased. */
export interface Conflict {
  person: PersonId
  kind: RecordKind
  destroy: { rule: string; pack: string; on: Day }
  keep: { rule: string; pack: string; through: Day | null }
}

export function judgePerson(
  person: PersonRecords,
  rules: readonly RetainRule[],
  now: Instant,
): PersonVerdict {
  const today = lastDayOf(person.zones, now)
  const asked = { rules, now, today }
  const records = person.records.map((record) => judgeRecord(person, record, asked))
  const own = judgeRecord(person, personalRecord(person, now), asked)
  const personal = withRecords(own, records, today)
  const held = records.filter(({ record }) => record.sealed !== null)
  if (person.known) held.push(personal)
  return {
    person: person.person,
    externalId: person.externalId,
    records,
    personal,
    own: own.keep,
    texts: held.flatMap(({ record, answer }) => (answer === 'erase' ? textsOf(record) : [])),
    forget: person.known && personal.answer === 'erase',
    conflicts: conflictsOf(person.person, held),
    lookOn: nextReviewOn(held, today),
  }
}

export function textsOf({ sealed, kinds: [kind] }: KeptRecord): ErasedText[] {
  return sealed === null || kind === undefined ? [] : [{ sealed, kind }]
}

/** Who somebody is outlasts every record that must still be found under the name. */
function withRecords(own: RecordVerdict, records: readonly RecordVerdict[], today: Day): RecordVerdict {
  const others = records.reduce<Keep | null>((keep, one) => longer(keep, one.keep), null)
  const stays = records.some(
    ({ keep, record, answer }) => keep === null && record.sealed !== null && answer === 'keep',
  )
  if (own.destroy === null && (own.keep === null || stays)) return { ...own, keep: null, answer: 'keep' }
  if (own.keep === null && own.destroy !== null && today < own.destroy.on) return own
  const keep = longer(own.keep, others)
  return { ...own, keep, answer: answerTo(keep, own.destroy, today) }
}

function personalRecord({ accounts, records }: PersonRecords, now: Instant): KeptRecord {
  const known = [
    ...accounts.flatMap(({ lastActivity, closedAt }) => [lastActivity, closedAt]),
    ...records.map(({ at }) => at),
  ].filter((at) => at !== null)
  return {
    kinds: ['personal_data'],
    sealed: null,
    channel: null,
    role: null,
    place: null,
    purpose: null,
    at: known.length === 0 ? now : Math.max(...known),
    accounts: [],
  }
}

/** One for each kind of record and pair of rules, the earliest first. */
function conflictsOf(person: PersonId, held: readonly RecordVerdict[]): Conflict[] {
  const found = new Map<string, Conflict>()
  for (const { record, keep, destroy, answer } of held) {
    const [kind] = record.kinds
    if (answer !== 'conflict' || keep === null || destroy === null || kind === undefined) continue
    const pair = `${kind} ${destroy.by.rule.rule} ${keep.by.rule.rule}`
    const known = found.get(pair)
    if (known && known.destroy.on <= destroy.on) continue
    found.set(pair, {
      person,
      kind,
      destroy: { rule: destroy.by.rule.rule, pack: destroy.by.pack.pack, on: destroy.on },
      keep: { rule: keep.by.rule.rule, pack: keep.by.pack.pack, through: keep.through },
    })
  }
  return [...found.values()].sort((a, b) => (a.destroy.on < b.destroy.on ? -1 : 1))
}

const MONTH = 30

function nextReviewOn(held: readonly RecordVerdict[], today: Day): Day {
  let look = addDays(today, MONTH)
  for (const { keep, destroy } of held) {
    const days = [keep?.through == null ? null : addDays(keep.through, 1), destroy?.on ?? null]
    for (const day of days) if (day !== null && day > today && day < look) look = day
  }
  return look
}

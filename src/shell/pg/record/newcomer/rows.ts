import type { Day, Instant } from '../../../../core/base/time.ts'
import type { FactType } from '../../../../core/fact/fact.ts'
import type { FirstLook } from '../../../../core/fact/newcomer.ts'
import type { EngineFactType } from '../../../../core/model/engine-fact.ts'
import { noWords } from '../../../../core/model/point-words.ts'
import { FACT_ROW, ownKey, type Said, saidLink, sha256 } from '../../base/chain.ts'
import { omit } from '../../base/columns.ts'
import type { CopyRows } from '../../base/copy-rows.ts'
import { type MadeRows, madeRows, type Puts } from '../../base/copying.ts'
import { ACCOUNT, HEAD } from '../../row/account.ts'
import { PERSON, SEALED_NAME } from '../../row/person.ts'
import { POINT, SEALED_VALUE } from '../../row/point.ts'
import { NUMBER } from '../save/person.ts'
import type { FactText, Newcomer, NewPoint, SealedText } from './newcomer.ts'

/** A newcomer with ids. */
export interface Placed {
  one: Newcomer
  person: number
  account: number
  /** Null = no figures are said. */
  first: FirstLook | null
}

interface PlacedPoint extends Pick<Placed, 'person'> {
  id: number
  number: number
  point: NewPoint
  /** The account whose line names it, and when. */
  by: number
  at: Instant
}

interface PlacedAccount extends Placed {
  /** The last link of its chain, in hex. */
  head: string
}

/** A fact as it is written, and its link in hex. */
interface LinkedRow extends Said {
  said: string
  hash: string
}

const none = (rows: CopyRows): void => rows.none()

function text(rows: CopyRows, value: string | null): void {
  if (value === null) rows.none()
  else rows.text(value)
}

function number(rows: CopyRows, value: number | null): void {
  if (value === null) rows.none()
  else rows.int8(value)
}

function day(rows: CopyRows, value: Day | null): void {
  if (value === null) rows.none()
  else rows.date(value)
}

function instant(rows: CopyRows, value: Instant | null): void {
  if (value === null) rows.none()
  else rows.instant(value)
}

function sealed(rows: CopyRows, value: SealedText | null): void {
  if (value === null) rows.none()
  else rows.base64(value[0])
}

const WRITTEN_PERSON = { ...omit(PERSON, 'erased'), ...SEALED_NAME }

const PUT_PERSON: Puts<typeof WRITTEN_PERSON, Pick<Placed, 'one' | 'person'>> = {
  id: (rows, { person }) => rows.int8(person),
  externalId: (rows, { one }) => rows.text(one.debtor),
  household: none,
  locale: (rows, { one }) => rows.text(one.locale),
  regions: (rows, { one }) => rows.texts(one.regions),
  zones: (rows, { one }) => rows.texts(one.zones),
  closed: (rows) => rows.jsonb('[]'),
  zonesFrom: (rows, { one }) => rows.int2(one.zonesFrom),
  closedAt: none,
  sealed: (rows, { one }) => sealed(rows, one.name),
  keyId: (rows, { one }) => text(rows, one.name && one.name[1]),
}

export const newPersons = madeRows('person', WRITTEN_PERSON, PUT_PERSON)

export const newNumbers = madeRows('shared_number', NUMBER, {
  id: (rows, [, id]: readonly [hash: string, id: number]) => rows.int8(id),
  hash: (rows, [hash]) => rows.hex(hash),
})

const { named: _named, ...UNSAID } = noWords()
const OTHER_WORDS = JSON.stringify(UNSAID).slice(1)

const WRITTEN_POINT = { ...POINT, ...SEALED_VALUE }

const PUT_POINT: Puts<typeof WRITTEN_POINT, PlacedPoint> = {
  id: (rows, { id }) => rows.int8(id),
  kind: (rows, { point }) => rows.text(point.kind),
  number: (rows, { number }) => rows.int8(number),
  line: (rows, { point }) => rows.text(point.line),
  place: (rows) => rows.text('home'),
  role: (rows) => rows.text('debtor'),
  valid: (rows) => rows.bool(true),
  former: (rows) => rows.bool(false),
  namedAt: (rows, { at }) => rows.instant(at),
  person: (rows, { person }) => rows.int8(person),
  validAt: (rows, { at }) => rows.instant(at),
  words: (rows, { by, at }) => rows.jsonb(`{"named":[[${by},${at},${at}]],${OTHER_WORDS}`),
  sealed: (rows, { point }) => rows.base64(point.value[0]),
  keyId: (rows, { point }) => rows.text(point.value[1]),
}

export const newPoints = madeRows('contact_point', WRITTEN_POINT, PUT_POINT)

/** Whether it is stale is written when it turns. */
const WRITTEN_ACCOUNT = { ...omit(ACCOUNT, 'staleFrom'), ...HEAD }

const PUT_ACCOUNT: Puts<typeof WRITTEN_ACCOUNT, PlacedAccount> = {
  id: (rows, { account }) => rows.int8(account),
  externalId: (rows, { one }) => rows.text(one.account),
  creditor: (rows, { one }) => rows.text(one.creditor),
  collector: (rows, { one }) => rows.text(one.collector),
  actor: (rows, { one }) => text(rows, one.actor),
  product: (rows, { one }) => text(rows, one.product),
  currency: (rows, { one }) => rows.text(one.currency),
  currencies: none,
  pastDue: (rows, { one }) => rows.int8(one.figures?.pastDue ?? 0),
  balance: (rows, { one }) => number(rows, one.figures && one.figures.balance),
  anchor: (rows, { one }) => day(rows, one.figures && one.figures.anchor),
  score: (rows, { one }) => (one.score === null ? rows.none() : rows.float8(one.score)),
  collection: (rows) => rows.text('active'),
  endedReason: none,
  collectionAt: none,
  feed: (rows, { one }) => text(rows, one.figures && 'snapshot'),
  apart: none,
  person: (rows, { person }) => rows.int8(person),
  zones: (rows, { one }) => rows.text(one.zones.join(',')),
  snapshotAt: (rows, { one }) => instant(rows, one.figures && one.figures.at),
  credit: (rows) => rows.int8(0),
  bucket: (rows, { first }) => rows.int2(first?.bucket ?? 0),
  lookOn: (rows, { first }) => day(rows, first && first.lookOn),
  curedAt: none,
  scoreAt: (rows, { one }) => instant(rows, one.score === null ? null : one.openedAt),
  lineAt: (rows, { one }) => rows.instant(one.openedAt),
  lineFrom: (rows, { one }) => rows.instant(one.openedAt),
  lineDigest: (rows, { one }) => rows.hex(one.digest),
  lineMark: (rows, { one }) => (one.mark === null ? rows.none() : rows.hex(one.mark)),
  head: (rows, { head }) => rows.hex(head),
}

export const newAccounts = madeRows('account', WRITTEN_ACCOUNT, PUT_ACCOUNT)

const PUT_FACT: Puts<typeof FACT_ROW, LinkedRow> = {
  account: (rows, { account }) => number(rows, account),
  kind: (rows, { kind }) => rows.text(kind),
  happenedAt: (rows, { happenedAt }) => rows.instant(happenedAt),
  source: (rows, { source }) => rows.text(source),
  key: (rows, { key }) => rows.text(key),
  said: (rows, { said }) => rows.jsonb(said),
  digest: (rows, { digest }) => rows.hex(digest),
  hash: (rows, { hash }) => rows.hex(hash),
  owner: (rows, { person }) => rows.int8(person),
  recordedAt: (rows, { recordedAt }) => rows.instant(recordedAt),
}

export const newFacts = madeRows('fact', FACT_ROW, PUT_FACT)

/** The facts of a newcomer are written in their order; the answer is the last link of their chain. */
export function putFacts(
  facts: MadeRows<LinkedRow>,
  { one: { opened, openedAt, figures }, person, account, first }: Placed,
  { numbers, now }: { numbers: readonly number[]; now: Instant },
): string {
  const whose = { person, account, recordedAt: now }
  const head = putFact(facts, null, whose, 'account.opened', openedAt, opened(numbers))
  if (figures === null || first === null) return head
  const second = putFact(facts, head, whose, 'account.snapshot', figures.at, figures.fact())
  if (!first.rolls) return second
  const body = `{"from":0,"pastDue":${figures.pastDue},"to":${first.bucket}}`
  const key = ownKey(ROLLED, `a${account}`, second)
  return putFact(facts, second, whose, ROLLED, now, { key, digest: sha256(body), body })
}

function putFact(
  facts: MadeRows<LinkedRow>,
  before: string | null,
  { person, account, recordedAt }: Pick<Said, 'person' | 'account' | 'recordedAt'>,
  kind: FactType | typeof ROLLED,
  happenedAt: Instant,
  { key, digest, body: said }: FactText,
): string {
  const source = kind === ROLLED ? 'engine' : 'ledger'
  const fact = { person, account, kind, happenedAt, recordedAt, source, key, digest, said, hash: '' }
  fact.hash = saidLink(before, fact, said)
  facts.put(fact)
  return fact.hash
}

/** What the engine itself says of a newcomer; all else its ledger says. */
const ROLLED = 'account.rolled' satisfies EngineFactType

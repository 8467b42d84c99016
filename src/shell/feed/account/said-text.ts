import { hash } from 'node:crypto'
import type { PointKind } from '../../../core/base/list.ts'
import { ofTexts } from '../../../core/base/of-texts.ts'
import { when } from '../../../core/fact/kind/kind.ts'

/** What a line of an accounts file says, by the words of `canonical(comparable(fact))` and `naturalKey(fact)`: a test compares them with those. */

export type StagedFigures = [pastDue: string, oldestDueOn: string | null, balance: string | null]

interface KeyAndDigest {
  key: string
  digest: string
}

/** What the line says of the account and of whose it is, beside its day and its score. */
export interface Described {
  account: string
  actor: string | null
  collector: string | null
  creditor: string
  currency: string
  debtor: string
  household: string | null
  locale: string | null
  name: string | null
  points: { kind: PointKind; value: string }[]
  product: string | null
  region: string[] | null
  zone: string[] | null
}

/** Fields stand in the order of their names. */
export function describedText(said: Described): string {
  const { account, actor, collector, creditor, currency, debtor, household, locale, name, points } = said
  let text = `{"account":${JSON.stringify(account)}`
  if (actor !== null) text += `,"actor":${quoted(actor)}`
  if (collector !== null) text += `,"collector":${quoted(collector)}`
  text += `,"creditor":${quoted(creditor)},"currency":${quoted(currency)},"debtor":${JSON.stringify(debtor)}`
  if (household !== null) text += `,"household":${JSON.stringify(household)}`
  if (locale !== null) text += `,"locale":${quoted(locale)}`
  if (name !== null) text += `,"name":${JSON.stringify(name)}`
  if (points.length > 0) text += `,"points":[${points.map(pointText).join(',')}]`
  if (said.product !== null) text += `,"product":${quoted(said.product)}`
  if (said.region !== null) text += `,"region":${JSON.stringify(said.region)}`
  text += ',"type":"account.opened"'
  if (said.zone !== null) text += `,"zone":${JSON.stringify(said.zone)}`
  return `${text}}`
}

function pointText({ kind, value }: Described['points'][number]): string {
  return `{"kind":${quoted(kind)},"value":${JSON.stringify(value)}}`
}

/** What is kept of an account as it was opened, by the words of `canonical`, with the ids of its numbers. */
export function openedBody(
  told: Omit<Described, 'name' | 'points'> & { at: string; numbers: readonly number[]; score: number | null },
): string {
  const { account, actor, at, collector, creditor, currency, debtor, household, locale, numbers, score } =
    told
  let text = `{"account":${JSON.stringify(account)}`
  if (actor !== null) text += `,"actor":${quoted(actor)}`
  text += `,"at":${quoted(at)}`
  if (collector !== null) text += `,"collector":${quoted(collector)}`
  text += `,"creditor":${quoted(creditor)},"currency":${quoted(currency)},"debtor":${JSON.stringify(debtor)}`
  if (household !== null) text += `,"household":${JSON.stringify(household)}`
  if (locale !== null) text += `,"locale":${quoted(locale)}`
  if (numbers.length > 0) text += `,"numbers":[${numbers.join(',')}]`
  if (told.product !== null) text += `,"product":${quoted(told.product)}`
  if (told.region !== null) text += `,"region":${JSON.stringify(told.region)}`
  if (score !== null) text += `,"score":${JSON.stringify(score)}`
  text += ',"type":"account.opened"'
  if (told.zone !== null) text += `,"zone":${JSON.stringify(told.zone)}`
  return `${text}}`
}

/** Most columns say a few words again and again. */
const quoted = ofTexts((text) => JSON.stringify(text))

export function openedKey(account: string, digest: string): string {
  return `account.opened/${encodeURIComponent(account)}/${digest.slice(0, 16)}`
}

export function scoreSaid(account: string, at: string, score: number): KeyAndDigest {
  const text = `{"account":${JSON.stringify(account)},"at":${quotedWhen(at)},"score":${JSON.stringify(score)},"type":"score.changed"}`
  return { key: `score.changed/${encodeURIComponent(account)}/${whenInKey(at)}`, digest: sha256(text) }
}

export function snapshotSaid(account: string, at: string, figures: StagedFigures): KeyAndDigest {
  const text = figuresText(account, quotedWhen(at), figures)
  return { key: `account.snapshot/${encodeURIComponent(account)}/${whenInKey(at)}`, digest: sha256(text) }
}

/** What is kept of its figures. */
export function snapshotBody(account: string, at: string, figures: StagedFigures): string {
  return figuresText(account, quoted(at), figures)
}

function figuresText(account: string, at: string, [pastDue, oldestDueOn, balance]: StagedFigures): string {
  let text = `{"account":${JSON.stringify(account)},"at":${at}`
  if (balance !== null) text += `,"balance":"${balance}"`
  text += `,"oldestDueOn":${oldestDueOn === null ? 'null' : `"${oldestDueOn}"`}`
  return `${text},"pastDue":"${pastDue}","type":"account.snapshot"}`
}

const quotedWhen = ofTexts((at) => JSON.stringify(when({ at })))
const whenInKey = ofTexts((at) => encodeURIComponent(when({ at })))

function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

import { randomBytes } from 'node:crypto'
import { nearest } from '../../core/base/nearest.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import { lastPosition } from '../pg/webhook/fence.ts'
import { addSubscription, replayFrom, rotateSecret, type Subscription } from '../pg/webhook/subscription.ts'
import { wrongTarget } from './address.ts'
import { EVENT_KINDS } from './message.ts'

export interface SubscribeDeps {
  db: Database
  vault: Pick<Vault, 'seal'>
  /** Private networks and plain HTTP are allowed. */
  isPrivate: boolean
  /** Who does it, for the audit. */
  who: string
}

/** A secret before signs for another day. */
export const BOTH_SIGN_SECONDS = 24 * 3600

export type Subscribed = { secret: string } | { problems: Problem[] } | 'taken'

/** The answer holds the secret, which cannot be shown again. */
export async function subscribe(
  deps: SubscribeDeps,
  wanted: Subscription & { from: number | null },
): Promise<Subscribed> {
  const problems = [
    ...wrongKinds(wanted.kinds),
    ...wrongUrl(wanted.url, deps),
    ...(await wrongPlace(deps.db, wanted.from)),
  ]
  if (problems.length > 0) return { problems }
  const secret = newSecret()
  const added = { ...wanted, secret: deps.vault.seal(secret), who: deps.who }
  return (await addSubscription(deps.db, added)) ? { secret } : 'taken'
}

export interface Rotated {
  secret: string
  /** How many secrets before sign no more although their day is not over. */
  silenced: number
}

/** Null = there is no such subscription. */
export async function rotate(deps: Omit<SubscribeDeps, 'isPrivate'>, name: string): Promise<Rotated | null> {
  const secret = newSecret()
  const rotated = { name, secret: deps.vault.seal(secret), seconds: BOTH_SIGN_SECONDS, who: deps.who }
  const silenced = await rotateSecret(deps.db, rotated)
  return silenced === null ? null : { secret, silenced }
}

/** Everything after `from` is told again; null = what was given up is tried anew. False = there is no such subscription. */
export async function replay(
  { db, who }: Pick<SubscribeDeps, 'db' | 'who'>,
  { name, from }: { name: string; from: number | null },
): Promise<boolean | { problems: Problem[] }> {
  const problems = await wrongPlace(db, from)
  return problems.length > 0 ? { problems } : replayFrom(db, { name, from, who })
}

/** Nothing would be told until as many events had happened. */
async function wrongPlace(db: Database, from: number | null): Promise<Problem[]> {
  const last = from === null ? 0 : await lastPosition(db)
  if (from === null || from <= last) return []
  const message = `no event has that position yet; the newest has ${last}`
  return [{ code: 'bad_position', path: 'from', message, suggestion: `a position up to ${last}` }]
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function wrongKinds(kinds: readonly string[]): Problem[] {
  return kinds
    .filter((kind) => !EVENT_KINDS.includes(kind))
    .map((kind) => {
      const near = nearest(kind, EVENT_KINDS)
      const suggestion = near === null ? 'the kinds are listed in docs/http.md' : `did you mean ${near}?`
      return { code: 'unknown_kind', path: 'kinds', message: 'no such kind of fact or task', suggestion }
    })
}

function wrongUrl(url: string, { isPrivate }: SubscribeDeps): Problem[] {
  const message = wrongTarget(url, { isPrivate })
  if (message === null) return []
  const suggestion = 'an https address of the public internet, or the setting WEBHOOK_PRIVATE'
  return [{ code: 'wrong_target', path: 'url', message, suggestion }]
}

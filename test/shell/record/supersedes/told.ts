import type { FactType } from '../../../../src/core/fact/fact.ts'
import { fact } from '../facts.ts'

type Given = Record<string, unknown>

export interface Told {
  /** What was said before, each in a page of its own. */
  after?: Given[]
  /** The fact, or a function of the engine's number of the first point, where the fact names that. */
  said: Given | ((point: number) => Given)
  /** Cases whose intentions are void. */
  voids: string[]
  /** The holds that are open afterwards, as `<debtor> <kind> <reason> on <account|person> <number|all numbers>`. */
  holds?: string[]
}

export const AT = '2026-03-01T11:00:00Z'
export const BEFORE = '2026-03-01T10:00:00Z'
export const FIRST = '+12025550100'
export const ALL = ['A1', 'A2', 'S1']
export const BEHIND = ['A1', 'A2', 'B1', 'S1']
export const say = (type: FactType, more: Given, at = AT): Given => fact(type, at, more)
export const earlier = (type: FactType, more: Given): Given => say(type, more, BEFORE)
export const a1 = { account: 'A1' }
export const d1 = { debtor: 'D1' }
export const outcome = (disposition: string): Given =>
  say('contact.outcome', { ...a1, step: 'a', disposition })
export const spoken = (disposition: string, more: Given = {}): Given =>
  say('contact.recorded', { ...a1, channel: 'call', disposition, ...more })
export const hold = (reason: string, more: Given = {}): Given => ({ ...a1, hold: 'H', reason, ...more })

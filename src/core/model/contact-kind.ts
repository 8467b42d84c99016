import type { Action, Actor, Automation, Line } from '../base/list.ts'
import type { Product } from './product.ts'

/** Who speaks, to what line, for whom, about what and to what end; null = not known of the contact. Caps select by it. */
export interface ContactKind {
  automation: Automation | null
  line: Line | null
  actor: Actor | null
  product: Product | null
  action: Action | null
}

export const UNKNOWN_KIND: ContactKind = {
  automation: null,
  line: null,
  actor: null,
  product: null,
  action: null,
}

/** Its fields, which are columns of the same names. */
export const CONTACT_KIND = Object.keys(UNKNOWN_KIND) as (keyof ContactKind)[]

/** Nothing but the kind, of something that has one. */
export function kindOf({ automation, line, actor, product, action }: ContactKind): ContactKind {
  return { automation, line, actor, product, action }
}

import { createHash } from 'node:crypto'
import type { Problem } from '../../core/base/problem.ts'
import type { Database } from '../pg/base/database.ts'
import { aloneOrNot, type Approval, approvalOf, useApproval, wantApproval } from '../pg/door/approval.ts'

/** What may touch so much at once that one person alone does not do it. Stopping is none of them: it harms nobody, and must not wait. What `splits` can be done in parts, so that the parts of a day count together; the others always touch everything there is. */
export const MASS_ACTIONS = {
  resume: { is: 'takes brakes off', splits: true },
  publish: { is: 'makes other strategies, laws and words the active ones', splits: false },
  purge: { is: 'takes for good what is past its time', splits: false },
} as const satisfies Record<string, { is: string; splits: boolean }>
export type MassAction = keyof typeof MASS_ACTIONS

/** What one person may do alone: so much at once, and so much in so many hours. */
export interface Limit {
  above: number
  hours: number
}

export interface Mass {
  what: MassAction
  /** What tells this from another action of its kind, such as the numbers of the brakes. */
  of: readonly string[]
  touches: readonly string[]
  /** How many cases, contacts or values it touches. */
  size: number
  by: string
}

/** Null = it may be done now. Otherwise a second person is asked, or was asked and has not granted it; what was granted is used up by the answer. */
export async function secondPerson(
  db: Database,
  mass: Mass,
  { above, hours }: Limit,
): Promise<Problem | null> {
  if (mass.size <= above && !MASS_ACTIONS[mass.what].splits) return null
  const digest = createHash('sha256')
    .update(JSON.stringify([mass.what, mass.of]))
    .digest()
  const sofar = mass.size <= above ? await aloneOrNot(db, { ...mass, digest }, { above, hours }) : 0
  if (sofar === null) return null
  const known = await approvalOf(db, digest)
  // What has grown by more than one person may touch is another thing than what was granted.
  const approval =
    known && mass.size - known.size <= above ? known : await wantApproval(db, { ...mass, digest })
  if (approval.granted === false) return refusedBy(approval)
  if (approval.granted && (await useApproval(db, approval.id, mass.by))) return null
  return waiting(approval, { size: mass.size, sofar, above, hours })
}

function refusedBy({ id, decidedBy }: Approval): Problem {
  return {
    code: 'second_person_refused',
    message: `nothing was done: ${decidedBy ?? 'somebody'} refused it (approval ${id})`,
    suggestion: `talk to ${decidedBy ?? 'them'}; it can be asked again when the refusal is a day old`,
  }
}

function waiting(
  { id }: Approval,
  { size, sofar, above, hours }: Limit & { size: number; sofar: number },
): Problem {
  const before = sofar > 0 ? ` after ${sofar} that one person did alone within ${hours} hours` : ''
  return {
    code: 'second_person_needed',
    message: `nothing was done: it touches ${size}${before}, and above ${above} somebody else must agree (approval ${id})`,
    suggestion: `another person says \`arrears approvals grant ${id}\`, then say the same again within a day`,
  }
}

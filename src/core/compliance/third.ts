import type { Role } from '../base/list.ts'

/** Whether it is somebody who neither owes nor stands for the debtor. */
export function isThird({ role }: { role: Role }): boolean {
  return THIRD.has(role)
}

const THIRD: ReadonlySet<Role> = new Set<Role>(['third', 'household', 'employer'])

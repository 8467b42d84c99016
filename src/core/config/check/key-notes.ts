import type { Problem } from '../../base/problem.ts'
import { keysDeclared } from '../../compliance/told/key-told.ts'
import type { ScheduleParts } from '../placed.ts'

/** The facts that each pack declares, and how they come to be known. */
export function keyNotes({ packs }: Pick<ScheduleParts, 'packs'>): Problem[] {
  return packs.flatMap((pack): Problem[] => {
    const keys = Object.entries(keysDeclared(pack))
    if (keys.length === 0) return []
    const message = `declares ${keys.map(([key, { class: how }]) => `${key} (${how})`).join(', ')}`
    return [{ code: 'declared_keys', file: `compliance/${pack.pack}.yaml`, path: 'keys', message }]
  })
}

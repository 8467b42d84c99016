import type { InvariantResult } from '../pg/invariants.ts'

export interface Summary {
  seconds: number
  days: number
  opened: number
  cured: number
  contacts: { channel: string; made: number }[]
  invariants: InvariantResult[]
}

export function summaryText({ seconds, days, opened, cured, contacts, invariants }: Summary): string {
  const made = contacts.map(({ channel, made: count }) => `${channel} ${count}`).join(', ')
  const violations = invariants.reduce((sum, { count }) => sum + count, 0)
  return [
    '',
    `${days} days in ${Math.round(seconds)} s: ${opened} cases opened, ${cured} cured; contacts: ${made || 'none'}`,
    '',
    ...invariants.map(lineOf),
    '',
    violations === 0 ? 'violations: 0' : `violations: ${violations}`,
  ].join('\n')
}

function lineOf({ id, promise, count, violations }: InvariantResult): string {
  const mark = count === 0 ? 'ok  ' : 'FAIL'
  const which =
    count === 0 ? '' : `\n         ${violations.join(', ')}${count > violations.length ? ', ...' : ''}`
  return `${mark} ${id.padEnd(4)}${promise}${which}`
}

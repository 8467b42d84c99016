import { createHmac } from 'node:crypto'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { LineEnd } from '../../core/fact/telling.ts'
import type { RefusedRow } from '../../core/fact/refused-row.ts'
import type { Vault } from '../pg/base/vault.ts'
import type { ReadLine } from './read/read-line.ts'

/** It is raised when a line is read otherwise than before: then no line is known any more. */
const READING = 1

const BYTES_OF_MARK = 16

/** The mark of a line, in hex: a keyed digest, since a line names people and their numbers. */
export function lineMarks(vault: Vault): (line: ReadLine) => string {
  const keys = new Map<string, Buffer>()
  return ({ head, text }) => {
    let key = keys.get(head)
    if (!key) keys.set(head, (key = vault.hash(`line of accounts ${READING} ${head}`)))
    return createHmac('sha256', key).update(text).digest().subarray(0, BYTES_OF_MARK).toString('hex')
  }
}

/** The last of the facts of a line brings its mark. */
export function markLast(facts: readonly (PreparedFact | RefusedRow)[], mark: string): void {
  const said = facts.flatMap((fact) => ('fact' in fact ? [fact] : []))
  const [opened] = said
  const last = said.at(-1)
  if (said.length < facts.length || opened?.fact.type !== 'account.opened' || !last) return
  last.ends = {
    mark,
    opened: opened.digest,
    score: scoreIn(said),
    figures: last.fact.type === 'account.snapshot',
  }
}

function scoreIn(said: readonly PreparedFact[]): LineEnd['score'] {
  for (const { fact } of said) if (fact.type === 'score.changed') return fact.score
  return null
}

import { createHmac } from 'node:crypto'
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

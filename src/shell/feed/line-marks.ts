import { hash } from 'node:crypto'
import type { Vault } from '../pg/base/vault.ts'
import type { ReadLine } from './read/read-line.ts'

/** It is raised when a line is read, or marked, otherwise than before: then no line is known any more. */
const READING = 3

const HEX_OF_MARK = 32

/** The mark of a line, in hex: a keyed digest, since a line names people and their numbers. The key fills one block of the hash before the line, and half of the digest is kept, from which nobody goes on to a longer line; that takes a seventh of the time of an HMAC object for each line. */
export function lineMarks(vault: Vault): (line: Pick<ReadLine, 'head' | 'text'>) => string {
  const keys = new Map<string, string>()
  return ({ head, text }) => {
    let key = keys.get(head)
    if (key === undefined) keys.set(head, (key = keyOfMarks(vault, head)))
    return hash('sha256', key + text, 'hex').slice(0, HEX_OF_MARK)
  }
}

/** The text that stands before each line under that header when its mark is made: 64 characters. */
export function keyOfMarks(vault: Vault, head: string): string {
  return vault.hex(`line of accounts ${READING} ${head}`)
}

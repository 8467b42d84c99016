import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { ProblemError } from '../../core/base/problem.ts'
import { chainOf } from '../pg/base/chain.ts'
import type { Sql } from '../pg/base/database.ts'
import { chainHeads, personRanges, stillThere } from '../pg/read/chains.ts'
import type { BrokenChain, VerifyOptions } from './verify.ts'

/** One line of an exported file: the last link of one chain. If it is kept where nobody who can write to the database can write too, it shows what was cut off later. */
const HeadLine = z.strictObject({
  person: z.number().int().min(0),
  account: z.number().int().min(1).nullable(),
  fact: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type HeadLine = z.infer<typeof HeadLine>

const PERSONS = 500
const LINES = 1000

/** The head of every chain, by person. */
export async function* exportHeads(db: Sql): AsyncIterable<HeadLine> {
  for await (const range of personRanges(db, PERSONS))
    for (const { person, account, last } of await chainHeads(db, range))
      if (last) yield { person, account, fact: last.fact, hash: last.hash.toString('hex') }
}

export interface HeadsCheck extends Pick<VerifyOptions, 'only' | 'onBroken'> {
  file: string
}

/** Whether every exported link is still where it was; with the chains themselves unbroken, so is everything before it. The answer says how many were checked. */
export async function verifyHeads(db: Sql, { file, only, onBroken }: HeadsCheck): Promise<number> {
  let looked = 0
  for await (const page of pagesOf(file)) {
    const meant = page.filter((head) => isMeant(head, only))
    const there = await stillThere(db, meant)
    for (const [index, head] of meant.entries()) if (!there[index]) onBroken(lost(head))
    looked += meant.length
  }
  return looked
}

function isMeant({ person, account }: HeadLine, only: VerifyOptions['only']): boolean {
  if (only === null) return true
  return person === only.person && (only.account === null || account === only.account)
}

function lost({ person, account, fact }: HeadLine): BrokenChain {
  return { chain: chainOf({ person, account }), person, name: null, fact, recordedAt: null, why: 'exported' }
}

async function* pagesOf(file: string): AsyncIterable<HeadLine[]> {
  let page: HeadLine[] = []
  let number = 0
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number++
      if (line.trim() === '') continue
      page.push(parseLine(line, file, number))
      if (page.length < LINES) continue
      yield page
      page = []
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw new ProblemError([{ code: 'no_file', file, message: 'this file cannot be read' }])
  }
  if (page.length > 0) yield page
}

function parseLine(line: string, file: string, number: number): HeadLine {
  try {
    return HeadLine.parse(JSON.parse(line))
  } catch {
    const suggestion = 'a file that arrears audit heads wrote'
    throw new ProblemError([
      { code: 'bad_heads', file, line: number, message: 'this line is no head of a chain', suggestion },
    ])
  }
}

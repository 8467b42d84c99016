import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import type { Problem } from '../../core/base/problem.ts'
import { readRow } from '../../core/fact/read-row.ts'
import type { Breath } from './breath.ts'
import { Refusal } from './refusal.ts'
import { endOfString, firstSeen, isEndOfList, isList, markAt } from '../../core/fact/json-text.ts'

/** A row as it came, with its place in the request: 1, 2, ...; 0 = the only one. */
export interface RawRow {
  line: number
  raw: unknown
  /** Why it is no fact, whatever it says. */
  problem?: Problem
}

export interface Body {
  stream: Readable
  /** A body of more bytes is refused. */
  limit: number
  pageSize: number
  breath: Breath
}

/** Pages of a newline-delimited body, read while it comes in; blank lines are skipped. */
export async function* ndjsonPages(body: Body): AsyncGenerator<RawRow[]> {
  let page: RawRow[] = []
  let line = 0
  for await (const text of linesOf(body)) {
    line++
    await body.breath.after(text.length)
    if (text.trim() === '') continue
    page.push(rowFrom(text, line))
    if (page.length >= body.pageSize) {
      yield page
      page = []
    }
  }
  if (page.length > 0) yield page
}

/** Pages of a JSON body: one fact, or an array of them, each of which is parsed by itself. */
export async function* jsonPages(body: Body): AsyncGenerator<RawRow[]> {
  const text = await textOf(body)
  const { list, at } = await rowsIn(text, body.breath)
  let page: RawRow[] = []
  for (let index = 0; index < at.length; index += 2) {
    const row = text.slice(at[index], at[index + 1])
    await body.breath.after(row.length)
    page.push(rowFrom(row, list ? index / 2 + 1 : 0))
    if (page.length < body.pageSize) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

export function tooLarge(limit: number): Refusal {
  return new Refusal('body_too_large', `at most ${limit} bytes at a time`, { limit })
}

function rowFrom(text: string, line: number): RawRow {
  const read = readRow(text)
  if ('row' in read) return { line, raw: read.row }
  const { problem, given } = read
  const code = problem.code === 'not_json' ? notJson(text, line) : problem
  return { line, raw: given ?? null, problem: code }
}

/** A document that is no object is no fact; a text that is no document is no JSON. */
function notJson(text: string, line: number): Problem {
  if (text.length < 100 && isDocument(text)) return { code: 'bad_fact', message: 'a fact is one JSON object' }
  if (line === 0) throw new Refusal('malformed_json', 'the body is not a JSON document')
  return { code: 'malformed_json', message: 'this line is not JSON' }
}

function isDocument(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

async function textOf(body: Body): Promise<string> {
  const texts: string[] = []
  for await (const text of textsOf(body)) texts.push(text)
  return texts.join('')
}

async function* linesOf(body: Body): AsyncGenerator<string> {
  let rest = ''
  for await (const text of textsOf(body)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

async function* textsOf({ stream, limit, breath }: Body): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limit) throw tooLarge(limit)
    for (let from = 0; from < chunk.length; from += PIECE) {
      yield decode(decoder, chunk.subarray(from, from + PIECE))
      await breath.after(Math.min(PIECE, chunk.length - from))
    }
  }
  yield decode(decoder)
}

const PIECE = 64 * 1024

function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch {
    throw new Refusal('malformed_json', 'the body is not UTF-8')
  }
}

const TURN = 32 * 1024

/** Where the rows of a JSON body stand: of an array its elements, else the whole of it, as [start, end, start, end, ...]. Only the brackets are looked at, so that a bad row is a bad row and not a bad body; refuses what does not close. */
async function rowsIn(text: string, breath: Breath): Promise<{ list: boolean; at: number[] }> {
  const first = firstSeen(text)
  if (first === text.length) throw malformed()
  if (!isList(text, first)) return { list: false, at: [first, text.length] }
  const at: number[] = []
  let [depth, start, looked] = [0, first + 1, first]
  for (let index = first; index < text.length; index++) {
    const mark = markAt(text, index)
    if (mark === 'string') index = endOfString(text, index)
    else if (mark === 'open') depth++
    else if (mark === 'close') {
      if (--depth > 0) continue
      if (!isEndOfList(text, index) || firstSeen(text, index + 1) < text.length) throw malformed()
      if (at.length > 0 || firstSeen(text, start) < index) at.push(start, index)
      return { list: true, at }
    } else if (mark === 'comma' && depth === 1) {
      at.push(start, index)
      start = index + 1
    }
    if (index - looked > TURN) {
      await breath.after(index - looked)
      looked = index
    }
  }
  throw malformed()
}

function malformed(): Refusal {
  return new Refusal('malformed_json', 'the body is not a JSON document')
}

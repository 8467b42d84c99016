import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import type { Problem } from '../../core/base/problem.ts'
import { readRow } from '../../core/fact/read-row.ts'
import type { Breath } from './breath.ts'
import { rowsIn } from './json-rows.ts'
import { Refusal } from './refusal.ts'

/** A row as it came, with its place in the request: 1, 2, ...; 0 = the only one. */
export interface RawRow {
  line: number
  raw: unknown
  /** Why it is no fact, whatever it says. */
  problem?: Problem
}

export interface Body {
  stream: Readable
  /** Refused beyond so many bytes. */
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

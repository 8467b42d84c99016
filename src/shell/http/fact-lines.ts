import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { Refusal } from './refusal.ts'

/** A fact as it came, with its place in the request: 1, 2, ... */
export interface RawFact {
  line: number
  raw: unknown
  /** The line is not JSON. */
  malformed?: true
}

/** Pages of a newline-delimited body, parsed while it comes in; blank lines are skipped. Refuses at `limit` bytes. */
export async function* ndjsonPages(
  body: Readable,
  limit: number,
  pageSize: number,
): AsyncGenerator<RawFact[]> {
  let page: RawFact[] = []
  let line = 0
  for await (const text of linesOf(body, limit)) {
    line++
    if (text.trim() === '') continue
    page.push(parseLine(text, line))
    if (page.length >= pageSize) {
      yield page
      page = []
    }
  }
  if (page.length > 0) yield page
}

export function tooLarge(limit: number): Refusal {
  return new Refusal('body_too_large', `at most ${limit} bytes at a time`, { limit })
}

async function* linesOf(body: Readable, limit: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  let rest = ''
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limit) throw tooLarge(limit)
    const lines = (rest + decode(decoder, chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  rest += decode(decoder)
  if (rest !== '') yield rest
}

function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch {
    throw new Refusal('malformed_json', 'the body is not UTF-8')
  }
}

function parseLine(text: string, line: number): RawFact {
  try {
    return { line, raw: JSON.parse(text) as unknown }
  } catch {
    return { line, raw: null, malformed: true }
  }
}

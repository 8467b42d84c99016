import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { refuse } from '../refusal.ts'

/** A file on its way in: decoded text, and what was seen of it. */
export interface TextFile {
  chunks: AsyncIterable<string>
  /** The figures of the text, which grow while it is read. */
  seen: { bytes: number; sha256: string; endsWithNewline: boolean }
}

const UTF16 = ['fffe', 'feff']

/** The text is strict UTF-8, a byte order mark is fine; anything else is refused by name. Memory is bounded. */
export function readText(input: Readable, file: string): TextFile {
  const seen = { bytes: 0, sha256: '', endsWithNewline: true }
  return { chunks: decode(input, file, seen), seen }
}

async function* decode(input: Readable, file: string, seen: TextFile['seen']): AsyncIterable<string> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let first = true
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk as Uint8Array)
    if (first) refusePacked(bytes, file)
    if (first) refuseUtf16(bytes, file)
    first = false
    hash.update(bytes)
    seen.bytes += bytes.length
    if (bytes.length > 0) seen.endsWithNewline = bytes.at(-1) === 10
    const text = decodeOr(() => decoder.decode(bytes, { stream: true }), file, seen.bytes)
    if (text !== '') yield text
  }
  const rest = decodeOr(() => decoder.decode(), file, seen.bytes)
  if (rest !== '') yield rest
  seen.sha256 = hash.digest('hex')
}

const PACKED: Readonly<Record<string, string>> = { '1f8b': 'gzip', '504b': 'zip', '28b5': 'zstd' }

/** What no text begins with says by its first bytes what packed it. */
function refusePacked(bytes: Buffer, file: string): void {
  const by = PACKED[bytes.subarray(0, 2).toString('hex')]
  const isText = bytes.length < 4 || bytes.subarray(2, 4).every((byte) => byte >= 0x20 && byte < 0x7f)
  if (by === undefined || isText) return
  refuse({ code: 'packed_file', file, message: `the file is packed (${by})`, suggestion: 'unpack it first' })
}

/** Two bytes per character: by its mark, or by a zero in every second byte. */
function refuseUtf16(bytes: Buffer, file: string): void {
  const marked = UTF16.includes(bytes.subarray(0, 2).toString('hex'))
  const zeros = bytes.length >= 4 && (bytes[0] === 0 || bytes[1] === 0)
  if (!marked && !zeros) return
  refuse({
    code: 'utf16',
    file,
    message: 'the file is UTF-16, not UTF-8',
    suggestion: 'save it as UTF-8, or: iconv -f UTF-16 -t UTF-8',
  })
}

function decodeOr(decode: () => string, file: string, bytes: number): string {
  try {
    return decode()
  } catch {
    return refuse({
      code: 'not_utf8',
      file,
      message: `the file is not UTF-8 (before byte ${bytes})`,
      suggestion: 'save it as UTF-8, or: iconv -f WINDOWS-1252 -t UTF-8',
    })
  }
}

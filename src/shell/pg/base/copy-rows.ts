import { ofTexts } from '../../../core/base/of-texts.ts'
import { DAY_MS } from '../../../core/base/time.ts'

/** Rows of one table as COPY reads them in its binary form: no value is written as text and read again. What a type cannot hold is an error. */
export class CopyRows {
  readonly #columns: number
  readonly #json = new Map<unknown, string>()
  #bytes: Buffer
  #at: number
  #begun = 0

  /** `room` is written over. */
  constructor(columns: number, room: Buffer = Buffer.allocUnsafe(FIRST_ROOM)) {
    this.#columns = columns
    this.#bytes = room
    this.#at = HEADER.copy(room)
  }

  /** The next row, whose values follow in the order of the columns. */
  row(): this {
    this.#need(2)
    this.#at = this.#bytes.writeInt16BE(this.#columns, this.#at)
    return this
  }

  none(): void {
    this.#length(-1, 0)
  }

  text(value: string): void {
    this.#written(value, 0)
  }

  /** A text of parts begins, which is written as they come. */
  beginText(): void {
    this.#need(4)
    this.#begun = this.#at
    this.#at += 4
  }

  /** `sign` = the character before it, of one byte. */
  part(sign: number, text: string): void {
    this.#need(1 + text.length * MOST_BYTES)
    this.#bytes[this.#at++] = sign
    this.#at += this.#bytes.write(text, this.#at)
  }

  endText(): void {
    this.#bytes.writeInt32BE(this.#at - this.#begun - 4, this.#begun)
  }

  jsonb(value: string): void {
    this.#written(value, 1)
  }

  /** Rows of a page share much of what they say. */
  json(value: unknown): void {
    let text = this.#json.get(value)
    if (text === undefined) this.#json.set(value, (text = JSON.stringify(value)))
    this.jsonb(text)
  }

  bytes(value: Uint8Array): void {
    this.#length(value.length, value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  hex(value: string): void {
    const length = value.length / 2
    this.#length(length, length)
    this.#at += this.#bytes.write(value, this.#at, 'hex')
  }

  base64(value: string): void {
    this.#need(4 + value.length)
    const written = this.#bytes.write(value, this.#at + 4, 'base64')
    this.#length(written, written)
    this.#at += written
  }

  bool(value: boolean): void {
    this.#length(1, 1)
    this.#bytes[this.#at++] = value ? 1 : 0
  }

  int2(value: number): void {
    this.#length(2, 2)
    this.#at = this.#bytes.writeInt16BE(whole(value), this.#at)
  }

  int4(value: number): void {
    this.#length(4, 4)
    this.#at = this.#bytes.writeInt32BE(whole(value), this.#at)
  }

  int8(value: number): void {
    this.#length(8, 8)
    this.#at = this.#bytes.writeInt32BE(Math.floor(whole(value) / 2 ** 32), this.#at)
    this.#at = this.#bytes.writeInt32BE(value | 0, this.#at)
  }

  float8(value: number): void {
    this.#length(8, 8)
    this.#at = this.#bytes.writeDoubleBE(value, this.#at)
  }

  date(day: string): void {
    this.int4(daysOf(day))
  }

  /** Microseconds of far years are more than a number counts exactly. */
  instant(millis: number): void {
    const since = whole(millis) - EPOCH
    if (Number.isSafeInteger(since * 1000)) return this.int8(since * 1000)
    this.#length(8, 8)
    this.#at = this.#bytes.writeBigInt64BE(BigInt(since) * 1000n, this.#at)
  }

  texts(values: readonly string[]): void {
    if (values.length === 1) return this.bytes(listOfOne(values[0] ?? ''))
    this.beginText()
    this.#ints(values.length === 0 ? [0, 0, TEXT_TYPE] : [1, 0, TEXT_TYPE, values.length, 1])
    for (const value of values) this.text(value)
    this.endText()
  }

  integers(values: readonly number[]): void {
    const head = values.length === 0 ? [0, 0, INT8_TYPE] : [1, 0, INT8_TYPE, values.length, 1]
    this.#length(4 * head.length + 12 * values.length, 0)
    this.#ints(head)
    for (const value of values) this.int8(value)
  }

  /** Everything that was written; no row follows. */
  end(): Buffer {
    this.#need(2)
    this.#at = this.#bytes.writeInt16BE(-1, this.#at)
    return this.#bytes.subarray(0, this.#at)
  }

  /** What the rows stand in. */
  get room(): Buffer {
    return this.#bytes
  }

  /** The text, behind the version of the format where it has one. */
  #written(value: string, version: 0 | 1): void {
    this.#need(4 + version + value.length * MOST_BYTES)
    const start = this.#at + 4 + version
    const written = this.#bytes.write(value, start)
    this.#bytes.writeInt32BE(written + version, this.#at)
    if (version > 0) this.#bytes[start - 1] = version
    this.#at = start + written
  }

  #ints(values: readonly number[]): void {
    this.#need(4 * values.length)
    for (const one of values) this.#at = this.#bytes.writeInt32BE(one, this.#at)
  }

  #length(length: number, room: number): void {
    this.#need(4 + room)
    this.#at = this.#bytes.writeInt32BE(length, this.#at)
  }

  #need(room: number): void {
    if (this.#at + room <= this.#bytes.length) return
    const more = Buffer.allocUnsafe(2 * (this.#bytes.length + room))
    this.#bytes.copy(more, 0, 0, this.#at)
    this.#bytes = more
  }
}

const FIRST_ROOM = 1 << 16
/** UTF-8 takes at most so many for a half of a character of JavaScript. */
const MOST_BYTES = 3
/** Postgres counts from here. */
const EPOCH = Date.UTC(2000, 0, 1)
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])

function whole(value: number): number {
  if (Number.isSafeInteger(value)) return value
  throw new RangeError('not a whole number that can be counted with')
}

const daysOf = ofTexts((day) => (Date.parse(day) - EPOCH) / DAY_MS)

const TEXT_TYPE = 25
const INT8_TYPE = 20
const listOfOne = ofTexts((text) => {
  const bytes = Buffer.from(text)
  return Buffer.concat([...[1, 0, TEXT_TYPE, 1, 1, bytes.length].map(int4), bytes])
})

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

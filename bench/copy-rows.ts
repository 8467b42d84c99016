/** Rows of one table as COPY reads them in its binary form: no value is written as text and read again. */
export class CopyRows {
  readonly #columns: number
  #bytes = Buffer.allocUnsafe(1 << 20)
  #at = HEADER.copy(this.#bytes)

  constructor(columns: number) {
    this.#columns = columns
  }

  /** The next row, whose values follow in the order of the columns. */
  row(): this {
    if (this.#bytes.length - this.#at < ROOM) this.#grow()
    this.#at = this.#bytes.writeInt16BE(this.#columns, this.#at)
    return this
  }

  text(value: string): void {
    const written = this.#bytes.write(value, this.#at + 4)
    this.#length(written)
    this.#at += written
  }

  json(value: string): void {
    const written = this.#bytes.write(value, this.#at + 5)
    this.#length(written + 1)
    this.#bytes[this.#at] = 1
    this.#at += written + 1
  }

  /** Bytes that stand in hex. */
  hex(value: string): void {
    const length = value.length / 2
    this.#length(length)
    this.#at += this.#bytes.write(value, this.#at, 'hex')
  }

  bytes(value: Uint8Array): void {
    this.#length(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  int2(value: number): void {
    this.#length(2)
    this.#at = this.#bytes.writeInt16BE(value, this.#at)
  }

  int4(value: number): void {
    this.#length(4)
    this.#at = this.#bytes.writeInt32BE(value, this.#at)
  }

  int8(value: number): void {
    this.#length(8)
    this.#at = this.#bytes.writeInt32BE(Math.floor(value / 2 ** 32), this.#at)
    this.#at = this.#bytes.writeInt32BE(value | 0, this.#at)
  }

  float8(value: number): void {
    this.#length(8)
    this.#at = this.#bytes.writeDoubleBE(value, this.#at)
  }

  /** Days are counted from the first of January 2000. */
  date(day: string): void {
    this.int4((Date.parse(day) - EPOCH) / 86_400_000)
  }

  instant(millis: number): void {
    this.int8((millis - EPOCH) * 1000)
  }

  /** What was written since the last time. */
  end(): Buffer {
    this.#at = this.#bytes.writeInt16BE(-1, this.#at)
    const all = this.#bytes.subarray(0, this.#at)
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length)
    this.#at = HEADER.copy(this.#bytes)
    return all
  }

  #length(length: number): void {
    this.#at = this.#bytes.writeInt32BE(length, this.#at)
  }

  #grow(): void {
    const more = Buffer.allocUnsafe(this.#bytes.length * 2)
    this.#bytes.copy(more)
    this.#bytes = more
  }
}

/** No row is longer. */
const ROOM = 1 << 16
const EPOCH = Date.UTC(2000, 0, 1)
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])

/** A list of texts in the binary form. */
export function textList(texts: readonly string[]): Buffer {
  const head = [1, 0, 25, texts.length, 1].map(int4)
  return Buffer.concat([
    ...head,
    ...texts.flatMap((text) => [int4(Buffer.byteLength(text)), Buffer.from(text)]),
  ])
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

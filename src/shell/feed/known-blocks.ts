import type { Database } from '../pg/base/database.ts'
import {
  type Block,
  blocksOf,
  blocksOfAccounts,
  BYTES_OF_MARK,
  type Place,
  PLACES,
} from '../pg/feed/blocks.ts'

/** A block of which a file said what is known. */
export interface SeenBlock extends Pick<Block, 'id' | 'creditor' | 'scored'> {
  /** How many places it has, and which of them were left when it was looked up. */
  places: number
  left: ReadonlySet<number>
  /** By place, the line that says what is known; 0 = none does. */
  lines: Uint32Array
}

export interface KnownBlocks {
  /** What the file said of blocks, by their ids. */
  seen: ReadonlyMap<number, SeenBlock>
  /** Lines whose accounts were said before, with their places. */
  again: (Place & { line: number })[]
  /** False = no account of the blocks at hand is known by that mark; `isThere` = its block is at hand, and may have been said whole. */
  see(mark: string, line: number, isThere?: boolean): boolean
  /** These blocks are at hand; false = they were. */
  fetch(ids: readonly number[]): Promise<boolean>
  /** The blocks of these accounts are at hand. */
  fetchOf(accounts: readonly string[]): Promise<boolean>
}

/** There are no blocks. */
export const NO_BLOCKS: KnownBlocks = {
  seen: new Map(),
  again: [],
  see: () => false,
  fetch: async () => false,
  fetchOf: async () => false,
}

/** So many blocks are at hand: those of some pages of lines, in whatever order a file comes. */
const AT_HAND = 256

interface AtHand {
  seen: SeenBlock
  /** The marks in hex, place by place. */
  marks: string
  /** Its marks are in the index. */
  isIndexed: boolean
  /** The number of its accounts of which nothing was said yet. */
  unsaid: number
}

interface Spot {
  one: AtHand
  place: number
}

const WIDTH = 2 * BYTES_OF_MARK

export function knownBlocks(db: Database): KnownBlocks {
  const seen = new Map<number, SeenBlock>()
  const again: KnownBlocks['again'] = []
  const atHand = new Map<number, AtHand>()
  const index = new MarkIndex()
  // A file comes mostly in the order in which blocks were made: a line stands behind the one before it.
  let order: AtHand[] = []
  let last: Spot | null = null
  const take = (block: Block): void => {
    const marks = Buffer.from(block.marks.buffer, block.marks.byteOffset, block.marks.byteLength)
    const its = seen.get(block.id) ?? seenBlock(block)
    const said = its.lines.reduce((sum, line) => (line > 0 ? sum + 1 : sum), 0)
    const unsaid = its.places - its.left.size - said
    const one = { seen: its, marks: marks.toString('hex'), isIndexed: false, unsaid }
    atHand.set(block.id, one)
  }
  const drop = (one: AtHand): void => {
    atHand.delete(one.seen.id)
    if (one.isIndexed) index.drop(one)
  }
  const behindLast = (): Spot | null => {
    if (last === null) return null
    const { one, place } = last
    return nextIn(one, place + 1) ?? nextIn(order[order.indexOf(one) + 1] ?? null, 0)
  }
  // A block that was said whole is not looked through for nothing: a line that comes twice is looked up by its account.
  const indexed = (mark: string, isThere: boolean): Spot | null => {
    for (const one of atHand.values()) {
      if (one.isIndexed || (one.unsaid === 0 && !isThere)) continue
      index.add(one)
      one.isIndexed = true
    }
    const code = index.codeOf(mark) ?? -1
    const one = atHand.get(Math.floor(code / PLACES))
    const found = one && { one, place: code % PLACES }
    return found && isAt(found, mark) ? found : null
  }
  const fetch = async (ids: readonly number[]): Promise<boolean> => {
    const wanted = [...new Set(ids)].filter((id) => !atHand.has(id))
    if (wanted.length === 0) return false
    for (const block of await blocksOf(db, wanted)) take(block)
    for (const one of atHand.values()) {
      if (atHand.size <= Math.max(AT_HAND, wanted.length)) break
      drop(one)
    }
    order = [...atHand.values()]
    return true
  }
  return {
    seen,
    again,
    see: (mark, line, isThere = false) => {
      const behind = behindLast()
      const found = behind && isAt(behind, mark) ? behind : indexed(mark, isThere)
      if (!found) return false
      last = found
      const { one, place } = found
      seen.set(one.seen.id, one.seen)
      if (one.seen.lines[place] === 0) {
        one.seen.lines[place] = line
        one.unsaid--
      } else again.push({ block: one.seen.id, place, line })
      return true
    },
    fetch,
    fetchOf: async (accounts) => fetch(await blocksOfAccounts(db, accounts)),
  }
}

/** By the beginning of a mark, the number of the one place that may have it: numbers in the place of texts and objects, since thousands of them outlive many pages. When two marks begin alike, one is not found, and its line is told. */
class MarkIndex {
  readonly #codes = new Map<number, number>()

  add(one: AtHand): void {
    for (const { start, code } of startsOf(one)) this.#codes.set(start, code)
  }

  drop(one: AtHand): void {
    for (const { start, code } of startsOf(one))
      if (this.#codes.get(start) === code) this.#codes.delete(start)
  }

  codeOf(mark: string): number | undefined {
    return this.#codes.get(startOf(mark, 0))
  }
}

function isAt({ one, place }: Spot, mark: string): boolean {
  return one.marks.startsWith(mark, place * WIDTH)
}

/** The first place from there on that nobody has left. */
function nextIn(one: AtHand | null, from: number): Spot | null {
  if (one === null) return null
  for (let place = from; place < one.seen.places; place++)
    if (!one.seen.left.has(place)) return { one, place }
  return null
}

/** The beginnings of the marks of those who have not left, each with the number of its place. */
function* startsOf(one: AtHand): Iterable<{ start: number; code: number }> {
  for (let spot = nextIn(one, 0); spot; spot = nextIn(one, spot.place + 1))
    yield { start: startOf(one.marks, spot.place), code: one.seen.id * PLACES + spot.place }
}

/** The first four bytes of the mark at a place, as a number that V8 keeps without an object. */
function startOf(marks: string, place: number): number {
  return Number.parseInt(marks.slice(place * WIDTH, place * WIDTH + 8), 16) | 0
}

function seenBlock({ id, creditor, scored, marks, left }: Block): SeenBlock {
  const places = marks.length / BYTES_OF_MARK
  return { id, creditor, scored, places, left: new Set(left), lines: new Uint32Array(PLACES) }
}

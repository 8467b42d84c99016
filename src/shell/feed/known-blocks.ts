import type { Database } from '../pg/base/database.ts'
import { type Block, blocksOf, blocksOfAccounts, BYTES_OF_MARK, PLACES } from '../pg/feed/blocks.ts'

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
  /** Lines whose accounts were said before. */
  again: number[]
  /** False = no account of the blocks at hand is known by that mark. */
  see(mark: string, line: number): boolean
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
  marks: string[]
  seen: SeenBlock
}

export function knownBlocks(db: Database): KnownBlocks {
  const seen = new Map<number, SeenBlock>()
  const again: number[] = []
  const atHand = new Map<number, AtHand>()
  const placeOf = new Map<string, { seen: SeenBlock; place: number }>()
  const take = (block: Block): void => {
    const one = seen.get(block.id) ?? seenBlock(block)
    const marks = marksOf(block)
    for (const [place, mark] of marks.entries())
      if (!one.left.has(place)) placeOf.set(mark, { seen: one, place })
    atHand.set(block.id, { marks, seen: one })
  }
  const drop = (id: number, { marks, seen: one }: AtHand): void => {
    for (const mark of marks) if (placeOf.get(mark)?.seen === one) placeOf.delete(mark)
    atHand.delete(id)
  }
  const fetch = async (ids: readonly number[]): Promise<boolean> => {
    const wanted = [...new Set(ids)].filter((id) => !atHand.has(id))
    if (wanted.length === 0) return false
    for (const block of await blocksOf(db, wanted)) take(block)
    for (const [id, one] of atHand) {
      if (atHand.size <= Math.max(AT_HAND, wanted.length)) break
      drop(id, one)
    }
    return true
  }
  return {
    seen,
    again,
    see: (mark, line) => {
      const found = placeOf.get(mark)
      if (!found) return false
      const { seen: one, place } = found
      seen.set(one.id, one)
      if (one.lines[place] === 0) one.lines[place] = line
      else again.push(line)
      return true
    },
    fetch,
    fetchOf: async (accounts) => fetch(await blocksOfAccounts(db, accounts)),
  }
}

function seenBlock({ id, creditor, scored, marks, left }: Block): SeenBlock {
  const places = marks.length / BYTES_OF_MARK
  return { id, creditor, scored, places, left: new Set(left), lines: new Uint32Array(PLACES) }
}

/** The marks in hex, place by place. */
function marksOf({ marks }: Block): string[] {
  const text = Buffer.from(marks.buffer, marks.byteOffset, marks.byteLength).toString('hex')
  const width = 2 * BYTES_OF_MARK
  return Array.from({ length: text.length / width }, (_, place) =>
    text.slice(place * width, (place + 1) * width),
  )
}

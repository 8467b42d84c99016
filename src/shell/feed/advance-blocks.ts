import type { Instant } from '../../core/base/time.ts'
import type { Database } from '../pg/base/database.ts'
import { leaveBlocks, type Moved, moveBlocks, type Place, PLACES, whoLeft } from '../pg/feed/blocks.ts'
import type { KnownBlocks, SeenBlock } from './known-blocks.ts'

/** A file that is told, and what it says of accounts in blocks. */
export interface AdvanceBlocks {
  db: Database
  at: Instant
  blocks: KnownBlocks
  /** A block of which fewer accounts are known by the file stays where it is. */
  enough: number
}

/** What came of lines whose accounts stand in blocks. */
export interface AdvancedBlocks {
  /** The facts that known lines would have been. */
  facts: number
  lines: number
  /** The creditors of those lines. */
  creditors: string[]
  /** Lines that are still to be told. */
  untold: number[]
}

/** What a file does to blocks, and the lines that are told in their places for it. */
export interface ChosenBlocks {
  choices: Choice[]
  told: number[]
}

export const NO_CHOICES: ChosenBlocks = { choices: [], told: [] }

/** So does one of which less than this share is known. */
const SHARE = 0.25

/** So many blocks are moved on at once. */
const AT_ONCE = 512

/** The creditors of whom the day of the file is known, and the lines that were told for it. */
export interface Noted {
  noted: readonly string[]
  told: ReadonlySet<number>
}

/** What a file does to one block. */
export interface Choice {
  block: SeenBlock
  /** Places whose lines say what is known. */
  known: number[]
  /** Others that stand in it. */
  others: number[]
  /** Lines that are told. */
  told: number[]
}

/** What a file does to the blocks that it names, before any of its lines is stored. The line of an account is told in its place among the others where its order counts, or where its block stays where it is. `noteFirsts` tells the first line of each creditor, unless the day of its file is known, and answers of whom it is known then. */
export async function chooseBlocks(
  { blocks: { seen, again }, enough }: Pick<AdvanceBlocks, 'blocks' | 'enough'>,
  asides: readonly Place[],
  noteFirsts: (firsts: ReadonlyMap<string, number>) => Promise<Noted>,
): Promise<ChosenBlocks> {
  const aside = new Set([...asides, ...again].map(codeOf))
  const firsts = firstLines(seen.values(), aside)
  const { noted, told: first } = await noteFirsts(firsts)
  const choices = [...seen.values()].map((block) =>
    choose(block, { aside, first, isNoted: noted.includes(block.creditor), enough }),
  )
  return { choices, told: [...again.map(({ line }) => line), ...choices.flatMap(({ told }) => told)] }
}

/** The accounts whose lines say what is known are as of the file, with their blocks, once all other lines are stored: those have taken their accounts out by then. A line whose account has left its block meanwhile, or whose block does not move, is still to be told. */
export async function advanceBlocks(
  { db, at }: Pick<AdvanceBlocks, 'db' | 'at'>,
  { choices }: ChosenBlocks,
): Promise<AdvancedBlocks> {
  const done: AdvancedBlocks = { facts: 0, lines: 0, creditors: [], untold: [] }
  const moved = await moveAll(db, { at, choices: choices.filter(({ known }) => known.length > 0) })
  const creditors = new Set<string>()
  for (const { block, known } of choices) {
    const left = moved.get(block.id)
    const stays = known.filter((place) => left !== undefined && !left.has(place))
    if (stays.length > 0) creditors.add(block.creditor)
    done.lines += stays.length
    done.facts += stays.length * (block.scored ? 3 : 2)
    const goes = known.filter((place) => left === undefined || left.has(place))
    done.untold.push(...goes.map((place) => block.lines[place] ?? 0))
  }
  return { ...done, creditors: [...creditors] }
}

function codeOf({ block, place }: Place): number {
  return block * PLACES + place
}

/** By creditor, the first line of the file that is known and is no matter of order. */
function firstLines(blocks: Iterable<SeenBlock>, aside: ReadonlySet<number>): Map<string, number> {
  const firsts = new Map<string, number>()
  for (const { id, creditor, lines } of blocks)
    for (const [place, line] of lines.entries()) {
      if (line === 0 || aside.has(codeOf({ block: id, place }))) continue
      firsts.set(creditor, Math.min(line, firsts.get(creditor) ?? line))
    }
  return firsts
}

interface Asked {
  aside: ReadonlySet<number>
  first: ReadonlySet<number>
  isNoted: boolean
  enough: number
}

function choose(block: SeenBlock, { aside, first, isNoted, enough }: Asked): Choice {
  const choice: Choice = { block, known: [], others: [], told: [] }
  for (let place = 0; place < block.places; place++) {
    if (block.left.has(place)) continue
    const line = block.lines[place] ?? 0
    const isKnown = line > 0 && isNoted && !first.has(line) && !aside.has(codeOf({ block: block.id, place }))
    if (isKnown) choice.known.push(place)
    else choice.others.push(place)
    if (line > 0 && !isKnown && !first.has(line)) choice.told.push(line)
  }
  const { known, others, told } = choice
  if (known.length >= Math.max(enough, SHARE * (known.length + others.length))) return choice
  return { block, known: [], others: [], told: [...told, ...known.map((place) => block.lines[place] ?? 0)] }
}

/** By block that was moved on, who had left it. */
async function moveAll(
  db: Database,
  { at, choices }: { at: Instant; choices: readonly Choice[] },
): Promise<Map<number, ReadonlySet<number>>> {
  const moved = new Map<number, ReadonlySet<number>>()
  const choiceOf = new Map(choices.map((choice) => [choice.block.id, choice]))
  const move = async (ids: readonly number[], waits: boolean): Promise<void> => {
    const mayMove = ({ id, left }: Moved): boolean => mayMoveOn(choiceOf.get(id), new Set(left))
    for (const { id, left } of await moveBlocks(db, { ids, at, waits, mayMove })) moved.set(id, new Set(left))
  }
  for (let from = 0; from < choices.length; from += AT_ONCE) {
    const those = choices.slice(from, from + AT_ONCE)
    const ids = those.map(({ block }) => block.id)
    await leaveBlocks(db, othersIn(those, await whoLeft(db, ids)))
    await move(ids, false)
    // Others have these in hand: they are waited for block by block, so that nobody waits for each other.
    for (const id of ids) if (!moved.has(id)) await move([id], true)
  }
  return moved
}

/** Those of whom the file does not say what is known, and who stand in their blocks all the same: it leaves them out, or refused what it says. */
function othersIn(choices: readonly Choice[], gone: readonly Moved[]): Place[] {
  const left = new Set(
    gone.flatMap(({ id, left: places }) => places.map((place) => codeOf({ block: id, place }))),
  )
  return choices
    .flatMap(({ block, others }) => others.map((place) => ({ block: block.id, place })))
    .filter((place) => !left.has(codeOf(place)))
}

/** Nobody stands in it of whom the file does not say what is known. */
function mayMoveOn(choice: Choice | undefined, left: ReadonlySet<number>): boolean {
  if (!choice) return false
  const { block, known } = choice
  const isKnown = new Set(known)
  for (let place = 0; place < block.places; place++) if (!left.has(place) && !isKnown.has(place)) return false
  return true
}

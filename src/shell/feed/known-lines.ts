import type { Vault } from '../pg/base/vault.ts'
import type { Database } from '../pg/base/database.ts'
import { isAnybodyKnown, keepKnown, LINE_SAYS, type NewsLine } from '../pg/feed/known.ts'
import { keepText, type SealedLines } from '../pg/feed/known-text.ts'
import { type KnownBlocks, knownBlocks, NO_BLOCKS } from './known-blocks.ts'
import { lineMarks } from './line-marks.ts'
import type { ReadLine } from './read/read-line.ts'

/** A line that is told, and its mark; null = lines of the kind have none. */
export interface Fresh {
  line: ReadLine
  mark: string | null
  /** The digest of what is known of its account; null = it has to be told whole. */
  described: string | null
}

/** Lines that say what is known already are counted, kept sealed, and go no further; so are kept those of which only the figures may be told. */
export interface KnownLines {
  /** What is left to be told of a page. */
  sift(page: readonly ReadLine[]): Promise<Fresh[]>
  /** The pages that have known lines of accounts that stand alone, each by the first of its lines, and how many it has. */
  pages: readonly { page: number; known: number }[]
  /** What was said of accounts in blocks. */
  blocks: KnownBlocks
  /** True = the book had no account when the file was begun. */
  readonly isBookEmpty: boolean
}

/** Every line is told. */
export const NONE_KNOWN: KnownLines = {
  sift: async (page) => page.map((line) => ({ line, mark: null, described: null })),
  pages: [],
  blocks: NO_BLOCKS,
  isBookEmpty: false,
}

export function knownLines({ db, vault, run }: { db: Database; vault: Vault; run: number }): KnownLines {
  const markOf = lineMarks(vault)
  const blocks = knownBlocks(db)
  const pages: { page: number; known: number }[] = []
  let isBookEmpty: boolean | null = null
  return {
    sift: async (read) => {
      const page = read[0]?.line ?? 0
      // Whoever comes into an empty book meanwhile is told like anybody who is known.
      isBookEmpty ??= !(await isAnybodyKnown(db))
      if (isBookEmpty) return read.map((line) => ({ line, mark: markOf(line), described: null }))
      const others = await outsideBlocks(blocks, read, markOf)
      const asked = others.flatMap(({ line: { line, account, says }, mark }) =>
        account === null ? [] : [{ line, account, mark, says }],
      )
      const answers = asked.length === 0 ? [] : await keepKnown(db, { run, page }, asked)
      const news = await newsIn(blocks, answers, others)
      const fresh = others
        .filter(({ line: { line, account } }) => news.has(line) || account === null)
        .map((one) => ({ ...one, described: describedBy(one.line, news) }))
      const whole = new Set(fresh.flatMap(({ line, described }) => (described === null ? [line] : [])))
      const kept = whole.size === 0 ? read : read.filter((line) => !whole.has(line))
      if (kept.length === 0) return fresh
      await keepText(db, run, { first: page, last: read.at(-1)?.line ?? 0, ...sealed(vault, kept) })
      const alone = asked.length - answers.length
      if (alone > 0) pages.push({ page, known: alone })
      return fresh
    },
    pages,
    blocks,
    get isBookEmpty() {
      return isBookEmpty ?? false
    },
  }
}

interface Marked {
  line: ReadLine
  mark: string
}

/** More lines that are found in no block at hand may stand in other blocks: those are found by one account of so many. */
const FEW = 64
const ONE_OF = 16

/** The lines whose marks are found in no block; nothing is kept of the mark of any other. */
async function outsideBlocks(
  blocks: KnownBlocks,
  lines: readonly ReadLine[],
  markOf: (line: ReadLine) => string,
): Promise<readonly Marked[]> {
  let others: Marked[] = []
  let isFetched = false
  for (const [index, line] of lines.entries()) {
    const mark = markOf(line)
    if (blocks.see(mark, line.line)) continue
    others.push({ line, mark })
    if (isFetched || others.length <= FEW) continue
    isFetched = true
    const unseen = [...others.map((one) => one.line), ...lines.slice(index + 1)]
    const some = unseen.filter((_, place) => place % ONE_OF === 0)
    if (await blocks.fetchOf(some.flatMap(({ account }) => account ?? [])))
      others = others.filter((one) => !blocks.see(one.mark, one.line.line))
  }
  return others
}

/** What is known of the lines that say something new; a line whose account stands in a block says nothing new, unless it has left it just now. */
async function newsIn(
  blocks: KnownBlocks,
  answers: readonly NewsLine[],
  lines: readonly Marked[],
): Promise<Map<number, string | null>> {
  const news = new Map<number, string | null>()
  await blocks.fetch(answers.flatMap(({ block }) => block ?? []))
  const markOf = new Map(lines.map(({ line, mark }) => [line.line, mark]))
  for (const { line, described, block } of answers)
    if (block === null || !blocks.see(markOf.get(line) ?? '', line, true)) news.set(line, described)
  return news
}

/** A line with a day of its own may be older than what is known. */
function describedBy({ line, says }: ReadLine, news: ReadonlyMap<number, string | null>): string | null {
  return says & LINE_SAYS.ownDay ? null : (news.get(line) ?? null)
}

type KeptLine = Pick<ReadLine, 'line' | 'head' | 'text'>

function sealed(vault: Vault, lines: readonly ReadLine[]): Pick<SealedLines, 'value' | 'keyId'> {
  const head = lines[0]?.head ?? ''
  const kept = { head, lines: lines.map(({ line, text }) => [line, text]) }
  return vault.seal(JSON.stringify(kept))
}

/** The lines of a sealed text, all of them or those that are named. */
export function opened(
  vault: Vault,
  { value, keyId }: Pick<SealedLines, 'value' | 'keyId'>,
  wanted: readonly number[],
): KeptLine[] {
  // A moment ago `sealed` wrote it.
  const { head, lines } = JSON.parse(vault.open(Buffer.from(value), keyId)) as {
    head: string
    lines: [number, string][]
  }
  const which = new Set(wanted)
  return lines.flatMap(([line, text]) => (which.has(line) ? [{ line, head, text }] : []))
}

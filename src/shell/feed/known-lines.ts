import type { Vault } from '../pg/base/vault.ts'
import type { Database } from '../pg/base/database.ts'
import { keepKnown, LINE_SAYS } from '../pg/feed/known.ts'
import { keepText, type SealedLines } from '../pg/feed/known-text.ts'
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
  /** The pages that have known lines, each by the first of its lines, and how many it has. */
  pages: readonly { page: number; known: number }[]
}

/** Every line is told. */
export const NONE_KNOWN: KnownLines = {
  sift: async (page) => page.map((line) => ({ line, mark: null, described: null })),
  pages: [],
}

export function knownLines({ db, vault, run }: { db: Database; vault: Vault; run: number }): KnownLines {
  const markOf = lineMarks(vault)
  const pages: { page: number; known: number }[] = []
  return {
    sift: async (read) => {
      const page = read[0]?.line ?? 0
      const marked = read.map((line) => ({ line, mark: markOf(line) }))
      const asked = marked.flatMap(({ line: { line, account, says }, mark }) =>
        account === null ? [] : [{ line, account, mark, says }],
      )
      const news = new Map(
        (await keepKnown(db, { run, page }, asked)).map(({ line, described }) => [line, described]),
      )
      const isNews = ({ line, account }: ReadLine): boolean => news.has(line) || account === null
      const fresh = marked
        .filter(({ line }) => isNews(line))
        .map((one) => ({ ...one, described: describedBy(one.line, news) }))
      const whole = new Set(fresh.flatMap(({ line, described }) => (described === null ? [line] : [])))
      const kept = read.filter((line) => !whole.has(line))
      if (kept.length === 0) return fresh
      await keepText(db, run, { first: page, last: read.at(-1)?.line ?? 0, ...sealed(vault, kept) })
      if (fresh.length < read.length) pages.push({ page, known: read.length - fresh.length })
      return fresh
    },
    pages,
  }
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

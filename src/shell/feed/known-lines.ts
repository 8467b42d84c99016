import type { Vault } from '../pg/base/vault.ts'
import type { Database } from '../pg/base/database.ts'
import { keepKnown, type LineRange } from '../pg/feed/known.ts'
import { keepText, type SealedLines } from '../pg/feed/known-text.ts'
import { lineMarks } from './line-marks.ts'
import type { ReadLine } from './read/read-line.ts'

/** A line that is told, and its mark; null = lines of the kind have none. */
export interface Fresh {
  line: ReadLine
  mark: string | null
}

/** Lines that say what is known already are counted, kept sealed, and go no further. */
export interface KnownLines {
  /** What is left to be told of a page. */
  sift(page: readonly ReadLine[]): Promise<Fresh[]>
  /** Where the known lines stand, page by page. */
  pages: readonly LineRange[]
}

/** Every line is told. */
export const NONE_KNOWN: KnownLines = {
  sift: async (page) => page.map((line) => ({ line, mark: null })),
  pages: [],
}

export function knownLines({ db, vault, run }: { db: Database; vault: Vault; run: number }): KnownLines {
  const markOf = lineMarks(vault)
  const pages: LineRange[] = []
  return {
    sift: async (page) => {
      const marked = page.map((line) => ({ line, mark: markOf(line) }))
      const asked = marked.flatMap(({ line: { line, account, says }, mark }) =>
        account === null ? [] : [{ line, account, mark, says }],
      )
      const known = new Set(await keepKnown(db, run, asked))
      if (known.size === 0) return marked
      const text = sealed(
        vault,
        page.filter(({ line }) => known.has(line)),
      )
      await keepText(db, run, text)
      pages.push({ first: text.first, last: text.last })
      return marked.filter(({ line }) => !known.has(line.line))
    },
    pages,
  }
}

type KeptLine = Pick<ReadLine, 'line' | 'head' | 'text'>

function sealed(vault: Vault, lines: readonly ReadLine[]): SealedLines {
  const head = lines[0]?.head ?? ''
  const kept = { head, lines: lines.map(({ line, text }) => [line, text]) }
  return { first: lines[0]?.line ?? 0, last: lines.at(-1)?.line ?? 0, ...vault.seal(JSON.stringify(kept)) }
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

import Table from 'cli-table3'

export interface Column {
  head: string
  /** Of what the terminal's width leaves, in shares. */
  share: number
}

/** A table as wide as the terminal; colour only where one is. */
export function tableText(columns: readonly Column[], rows: string[][], out: NodeJS.WriteStream): string {
  const width = Math.min(Math.max(out.isTTY ? out.columns : WIDE, NARROW), WIDE)
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const room = width - columns.length - 1
  const table = new Table({
    head: columns.map(({ head }) => head),
    colWidths: columns.map(({ share }) => Math.max(6, Math.floor((room * share) / shares))),
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: out.isTTY ? { head: ['cyan'], border: ['gray'] } : { head: [], border: [] },
  })
  table.push(...rows)
  return table.toString()
}

const NARROW = 90
const WIDE = 180

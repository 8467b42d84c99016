import { html, type Html, type Part } from './page.ts'

export interface Column<Row> {
  head: string
  cell: (row: Row) => Part
  /** `number` stands right, `time` is not broken, `wide` keeps room for a sentence. */
  as?: 'number' | 'time' | 'wide' | 'kind'
}

export interface TableOptions<Row> {
  /** It names the table for whoever does not see it, and for whoever scrolls it sideways. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** This stands in place of a table without rows. */
  none: string
  rowClass?: (row: Row) => string
}

/** A table that scrolls by itself on a narrow screen, reachable with the keyboard. */
export function table<Row>({ caption, columns, rows, none, rowClass }: TableOptions<Row>): Html {
  if (rows.length === 0) return html`<p class="quiet">${none}</p>`
  const classOf = ({ as }: Column<Row>): Part => (as ? html` class="${as}"` : '')
  const heads = columns.map((column) => html`<th scope="col"${classOf(column)}>${column.head}</th>`)
  const lines = rows.map(
    (row) =>
      html`<tr${rowClass ? html` class="${rowClass(row)}"` : ''}>${columns.map((column) => html`<td${classOf(column)}>${column.cell(row)}</td>`)}</tr>\n`,
  )
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption><span>${caption}</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table></div>`
}

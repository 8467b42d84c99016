import { stringify } from 'csv-stringify/sync'

/** Rows as comma-separated text (RFC 4180), for machines and for people who open it in a spreadsheet. A cell that begins like a formula has an apostrophe before it (OWASP, CSV injection); a number with its sign is no formula: phone numbers and negative amounts stay as they are. */
export function csvText(
  rows: readonly object[],
  { columns, header = true }: { columns: readonly string[]; header?: boolean },
): string {
  return stringify([...rows], {
    header,
    columns: [...columns],
    cast: { string: (text, { header: isHead }) => (isHead ? text : harmless(text)) },
  })
}

function harmless(text: string): string {
  return BEGINS_FORMULA.test(text) && !SIGNED_NUMBER.test(text) ? `'${text}` : text
}

/** Signs that begin a formula, or are left out before one; the last four are their full-width forms. */
const BEGINS_FORMULA = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/
const SIGNED_NUMBER = /^[+-]\d+(\.\d+)?$/

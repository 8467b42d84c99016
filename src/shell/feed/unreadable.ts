import type { DossierPoint } from '../../core/model/dossier.ts'
import { digitsIn, holdsTwo } from './two-numbers.ts'

/** Why nobody can dial or write to what a ledger calls a number or address; never with the value. */
export function whyUnreadable(kind: DossierPoint['kind'], value: string, country: string | null): string {
  if (kind !== 'phone') return `not an ${kind === 'email' ? 'email address' : kind}`
  const text = value.trim()
  if (/^\d+([.,]\d+)?e\+?\d+$/i.test(text))
    return 'a spreadsheet wrote it with an exponent: its digits are lost'
  if (holdsTwo(text)) return 'two numbers in one cell: write one number in each'
  if (digitsIn(text) < 4) return 'not a number'
  if (/\p{L}{2,}/u.test(text))
    return 'words stand beside the number, such as an extension: write the number alone'
  if (!text.startsWith('+') && country === null)
    return 'a national number without a country: write it with + and the country, or give the region'
  return 'no number of this length is known there'
}

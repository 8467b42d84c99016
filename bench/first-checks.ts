import { ACTORS } from '../src/core/base/list.ts'
import { isCurrency } from '../src/core/base/money.ts'
import { ofTexts } from '../src/core/base/of-texts.ts'
import { type Day, isStoredDay, isZone } from '../src/core/base/time.ts'
import { AMOUNT } from '../src/core/fact/field.ts'
import { PRODUCTS } from '../src/core/model/product.ts'
import { plainNumber } from '../src/shell/feed/plain-number.ts'

export type Cells = [
  ...[account: string, debtor: string, creditor: string, currency: string, actor: string, product: string],
  ...[region: string, zone: string, locale: string, name: string, phone: string, score: string],
  ...[pastDue: string, oldest: Day, balance: string],
]

/** A line that was looked at. */
export interface FirstLine {
  text: string
  cells: Cells
  /** The keyed hash of its number, in hex. */
  hash: string
}

const WIDTH = 15
const NAME = /^[!-~]{1,200}$/
const SCORE = /^(?:0(?:\.\d{1,6})?|1)$/

/** A line is looked at before anything of its file is stored: one that is cut or wrong must be refused, and a ledger that sends half a file is to be told so. Each cell is checked by the cheapest means there are; a line that fails ends the run. */
export function checkFirst(cells: readonly string[]): asserts cells is Cells {
  const [account = '', debtor = '', creditor = '', currency = '', actor = '', product = ''] = cells
  const [, , , , , , region = '', zone = '', locale = '', name = '', phone = '', score = ''] = cells
  const [, , , , , , , , , , , , pastDue = '', oldest = '', balance = ''] = cells
  const isGood =
    cells.length === WIDTH &&
    NAME.test(account) &&
    NAME.test(debtor) &&
    isPlain(creditor) &&
    isCurrency(currency) &&
    WORDS.has(actor) &&
    WORDS.has(product) &&
    isPlain(region) &&
    isPlain(locale) &&
    isPlace(zone) &&
    name.length <= 200 &&
    plainNumber(phone)?.sure === true &&
    SCORE.test(score) &&
    AMOUNT.test(pastDue) &&
    AMOUNT.test(balance) &&
    isStoredDay(oldest)
  if (!isGood) throw new Error('the file has a line that is not good')
}

const WORDS = new Set<string>([...ACTORS, ...PRODUCTS])
const isPlain = ofTexts((text) => NAME.test(text))
const isPlace = ofTexts(isZone)

import { ACTORS, POINT_KINDS } from '../../../core/base/list.ts'
import { isCurrency } from '../../../core/base/money.ts'
import { ofTexts } from '../../../core/base/of-texts.ts'
import { isoOf, isStoredDay, isZone, readInstant } from '../../../core/base/time.ts'
import { AMOUNT, locale, LONGEST } from '../../../core/fact/field.ts'
import { namesLanguage } from '../../../core/fact/read-fields.ts'
import { asName, isName, isStorable } from '../../../core/fact/text.ts'
import { PRODUCTS } from '../../../core/model/product.ts'
import type { Vault } from '../../pg/base/vault.ts'
import { instant, numberOf, partsOf } from '../cell.ts'
import { isTwo, pointsAndPlace, type Warn } from '../prepare.ts'
import type { WrittenLine } from '../read/read-line.ts'
import { type AccountLine, stagedPoint, stagedSealed, type StagedPerson } from './account-line.ts'
import { type Described, describedText, type StagedFigures } from './said-text.ts'

/** How the lines of a file are read. */
export interface ReadAccount {
  vault: Vault
  /** The instant of the file. */
  asOf: string
}

/** What is known of the line before it is read. */
export interface Marked {
  mark: string | null
  /** The digest by which its account is known; null = it is told whole. */
  described: string | null
}

/** The short way of a line of an accounts file that is plainly good: null = it has to go the way of every line, which knows what is wrong or odd with it. */
export function readAccount(
  { vault, asOf }: ReadAccount,
  written: WrittenLine,
  { mark, described }: Marked,
): AccountLine | null {
  const cell = cellsOf(written)
  if (cell === null) return null
  const said = saidIn(cell)
  if (said === null || instantOf(asOf) !== asOf) return null
  const day = cell('opened_at')
  const opened = day === null ? null : instantOf(day)
  const score = scoreOf(cell('score'))
  const figures = figuresIn(cell)
  if (score === undefined || figures === undefined || (day !== null && opened === null)) return null
  const digest = vault.hex(describedText(said))
  const isBare = described === digest && !said.points.some(isTwo)
  const person = isBare ? null : personOf(vault, said)
  if (person === null && !isBare) return null
  const { account, debtor, creditor, currency, actor, collector, product, locale, household } = said
  const { region, zone } = said
  return [
    written.line,
    account,
    debtor,
    creditor,
    currency,
    asOf,
    opened,
    actor,
    collector,
    product,
    locale,
    household,
    region,
    zone,
    score,
    figures,
    digest,
    mark,
    person,
  ]
}

interface Layout {
  width: number
  /** The place of each column that is there. */
  at: ReadonlyMap<string, number>
}

let last: { head: string; layout: Layout } | null = null

/** The lines of a file have one header. */
function layoutOf(head: string): Layout {
  if (last?.head === head) return last.layout
  const names = head.split(',')
  last = { head, layout: { width: names.length, at: new Map(names.map((name, place) => [name, place])) } }
  return last.layout
}

/** A blank at either end of a cell is told to whoever sent it, and a comment may be the last word on how many lines there are. */
const ODD = /(?:^|,)[\s#\uFFFD]|\s(?:,|$)/

/** The cell of a column; null = it is empty, or there is no such column. */
type CellOf = (column: string) => string | null

function cellsOf({ head, text, cells: parted }: WrittenLine): CellOf | null {
  if (head === '' || ODD.test(text) || !isStorable(text)) return null
  const { width, at } = layoutOf(head)
  const cells = parted ?? text.split(',')
  if (cells.length !== width) return null
  return (column) => cells[at.get(column) ?? width] || null
}

function saidIn(cell: CellOf): Described | null {
  const [account, debtor, name] = [cell('account'), cell('debtor'), cell('name')]
  const [creditor, currency] = [cell('creditor'), cell('currency')]
  if (account === null || debtor === null || creditor === null || currency === null) return null
  const [actor, product, locale] = [cell('actor'), cell('product'), cell('locale')]
  const [collector, household] = [cell('collector'), cell('household')]
  const [region, zone] = [partsIn(cell('region')), partsIn(cell('zone'))]
  const isGood =
    isKept(account) &&
    isKept(debtor) &&
    isCreditor(creditor) &&
    isCurrency(currency) &&
    (actor === null || isActor(actor)) &&
    (product === null || isProduct(product)) &&
    (locale === null || isLocale(locale)) &&
    (collector === null || isCreditor(collector)) &&
    (household === null || isKept(household)) &&
    (region === null || region.every(isCreditor)) &&
    (zone === null || zone.every(isZone)) &&
    (name === null || name.length <= LONGEST.name)
  if (!isGood) return null
  const points = pointsIn(cell)
  if (points === null) return null
  return {
    account,
    actor,
    collector,
    creditor,
    currency,
    debtor,
    household,
    locale,
    name,
    points,
    product,
    region,
    zone,
  }
}

/** A name that is kept as it came. */
function isKept(name: string): boolean {
  return name.length <= LONGEST.name && asName(name) === name && isName(name)
}

const isCreditor = ofTexts(isKept)
const isActor = memberOf(ACTORS)
const isProduct = memberOf(PRODUCTS)
const isLocale = ofTexts((text) => locale.safeParse(text).success && namesLanguage(text))

function memberOf(words: readonly string[]): (word: string) => boolean {
  const all = new Set(words)
  return (word) => all.has(word)
}

const partsIn = (cell: string | null): string[] | null => partsOf(cell ?? undefined) ?? null

function pointsIn(cell: CellOf): Described['points'] | null {
  const points: Described['points'] = []
  for (const kind of POINT_KINDS) {
    const value = cell(kind)
    if (value === null) continue
    if (value.length > LONGEST.point) return null
    points.push({ kind, value })
  }
  return points
}

/** The instant as a fact keeps it; null = it is none. */
const instantOf = ofTexts((cell): string | null => {
  const text = instant(cell) ?? cell
  const at = readInstant(text)
  if (at === null) return null
  return Date.parse(text) === at ? text : isoOf(at)
})

/** Undefined = it is none. */
function scoreOf(cell: string | null): number | null | undefined {
  if (cell === null) return null
  const score = numberOf(cell)
  return typeof score === 'number' && score <= 1 ? score : undefined
}

/** Undefined = something is wrong with them. */
function figuresIn(cell: CellOf): StagedFigures | null | undefined {
  const [pastDue, oldest, balance] = [cell('past_due'), cell('oldest_due_on'), cell('balance')]
  if (pastDue === null) return oldest === null && balance === null ? null : undefined
  if (!isAmount(pastDue) || (balance !== null && !isAmount(balance))) return undefined
  if (oldest === null ? Number(pastDue) > 0 : !isStoredDay(oldest)) return undefined
  return [pastDue, oldest, balance]
}

function isAmount(text: string): boolean {
  return text.length <= LONGEST.amount && AMOUNT.test(text)
}

/** Null = something of it has to be told to whoever sent it. */
function personOf(vault: Vault, { name, region, zone, points: given }: Described): StagedPerson | null {
  const warn: Warn = { line: undefined, warnings: [] }
  const { points, regions, zones, zonesFrom } = pointsAndPlace(vault, { region, zone, points: given }, warn)
  if (warn.warnings.length > 0) return null
  return [
    regions,
    zones,
    zonesFrom,
    name === null ? null : stagedSealed(vault.seal(name)),
    points.map(stagedPoint),
  ]
}

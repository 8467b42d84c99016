import { type Currency, parseAmount } from '../../../core/base/money.ts'
import { regionsSaid } from '../../../core/fact/newcomer.ts'
import { UNSAID_LOCALE } from '../../../core/fact/telling.ts'
import type { Newcomer, NewFigures, NewPoint } from '../../pg/record/newcomer/newcomer.ts'
import { type Named, namedIn, type StagedRow } from '../stage.ts'
import { type AccountLine, isAccountLine, millisOf, type StagedPerson } from './account-line.ts'
import { openedBody, openedKey, snapshotBody, snapshotSaid, type StagedFigures } from './said-text.ts'

/** The lines of a page that may be of newcomers: each is whole, plain, and the only one of its page that names its account and its debtor. */
export function newcomersIn(rows: readonly StagedRow[]): Newcomer[] {
  const accounts = new Names()
  const debtors = new Names()
  for (const row of rows) {
    if (isAccountLine(row)) {
      accounts.note(row[1])
      debtors.note(row[2])
    } else {
      const named: Named = namedIn(row.facts)
      for (const name of named.accounts) accounts.note(name)
      for (const name of named.debtors) debtors.note(name)
    }
  }
  const isAlone = ([, account, debtor]: AccountLine): boolean =>
    !accounts.isTwice(account) && !debtors.isTwice(debtor)
  const newcomers: Newcomer[] = []
  for (const row of rows) {
    const one = isAccountLine(row) && isAlone(row) ? newcomerOf(row) : null
    if (one) newcomers.push(one)
  }
  return newcomers
}

class Names {
  readonly #all = new Set<string>()
  readonly #twice = new Set<string>()

  note(name: string): void {
    if (this.#all.has(name)) this.#twice.add(name)
    else this.#all.add(name)
  }

  isTwice(name: string): boolean {
    return this.#twice.has(name)
  }
}

/** Null = some of it has to be looked at by itself. */
function newcomerOf(told: AccountLine): Newcomer | null {
  const [, account, debtor, creditor, currency, at, openedAt, actor, collector, product] = told
  const [, , , , , , , , , , locale, household, region, zone, score, said, digest, mark, person] = told
  // A score is as of the day of its account, and said once more where that is another one.
  if (person === null || household !== null || (openedAt !== null && score !== null)) return null
  const [regions, zones, zonesFrom, name] = person
  const points = pointsOf(person)
  const figures = said === null ? null : figuresOf(account, currency, at, said)
  if (points === null || figures === undefined) return null
  return {
    debtor,
    locale: locale ?? UNSAID_LOCALE,
    regions: regions.length === 1 ? regions : regionsSaid(regions),
    zones,
    zonesFrom,
    name,
    points,
    account,
    creditor,
    collector: collector ?? creditor,
    actor,
    product,
    currency,
    score,
    openedAt: millisOf(openedAt ?? at),
    mark,
    digest,
    opened: (numbers) => ({
      key: openedKey(account, digest),
      digest,
      body: openedBody({
        account,
        actor,
        at: openedAt ?? at,
        collector,
        creditor,
        currency,
        debtor,
        household,
        locale,
        numbers,
        product,
        region,
        score,
        zone,
      }),
    }),
    figures,
  }
}

/** Null = nobody can say alone which number or address is meant. */
function pointsOf([, , , , points]: StagedPerson): NewPoint[] | null {
  const all: NewPoint[] = []
  for (const [kind, [reading, ...others]] of points) {
    if (reading === undefined || others.length > 0) return null
    const [hash, , , , tells, valid, value, keyId] = reading
    if (!valid) return null
    all.push({ kind, hash, line: tells === 'landline' ? tells : 'mobile', value: [value, keyId] })
  }
  return all
}

/** Undefined = an amount has more digits than its currency, or is too large. */
function figuresOf(
  account: string,
  currency: Currency,
  at: string,
  figures: StagedFigures,
): NewFigures | undefined {
  const [owed, oldestDueOn, whole] = figures
  const pastDue = parseAmount(owed, currency)
  const balance = whole === null ? null : parseAmount(whole, currency)
  if (pastDue === null || (whole !== null && balance === null)) return undefined
  // With nothing past due an account is current, whatever its oldest due date says.
  const anchor = pastDue === 0 ? null : oldestDueOn
  return {
    fact: () => ({ ...snapshotSaid(account, at, figures), body: snapshotBody(account, at, figures) }),
    at: millisOf(at),
    pastDue,
    balance,
    anchor,
  }
}

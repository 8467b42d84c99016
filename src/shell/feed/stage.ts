import { accountIn, debtorIn, FACT, type FactInput } from '../../core/fact/fact.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import { SNAPSHOT } from '../../core/fact/kind/snapshot.ts'
import type { RefusedRow } from '../../core/fact/refused-row.ts'
import type { CopyRows } from '../pg/base/copy-rows.ts'
import { stagingRow } from '../pg/feed/staging.ts'
import { type AccountLine, factsOfAccount, isAccountLine, namesOf } from './account/account-line.ts'
import { toStaged } from './staged.ts'

export interface StagedLine {
  line: number
  facts: (PreparedFact | RefusedRow)[]
}

/** A line as it is staged: a good one of accounts is a list of values. */
export type StagedRow = StagedLine | AccountLine

export function lineOf(row: StagedRow): number {
  return isAccountLine(row) ? row[0] : row.line
}

export function factsIn(row: StagedRow): StagedLine['facts'] {
  return isAccountLine(row) ? factsOfAccount(row) : row.facts
}

/** A page is full with so many lines, or characters. */
export const LINES = 1000
const CHARACTERS = 1 << 21

/** The lines as pages that COPY reads. */
export function pagesOf(run: number, lines: Iterable<StagedRow>): Uint8Array[] {
  const pages = newPages(run)
  for (const line of lines) pages.put(line)
  return pages.end()
}

/** Pages that are written line by line: nothing but its text is kept of a line. */
export interface Pages {
  put(line: StagedRow): void
  end(): Uint8Array[]
}

export function newPages(run: number): Pages {
  const pages: Uint8Array[] = []
  let page: Page | null = null
  return {
    put: (line) => {
      if (!isAccountLine(line) && line.facts.length === 0) return
      page ??= beginPage(run, line)
      put(page, line)
      if (page.lines < LINES && page.characters < CHARACTERS) return
      pages.push(endPage(page))
      page = null
    },
    end: () => {
      if (page) pages.push(endPage(page))
      return pages
    },
  }
}

interface Page extends Named {
  row: CopyRows
  lines: number
  characters: number
  /** Each of them is JSON. */
  said: string[]
  told: Set<string>
}

const OPEN = '['.charCodeAt(0)
const COMMA = ','.charCodeAt(0)
const CLOSE = ']'.charCodeAt(0)

function beginPage(run: number, first: StagedRow): Page {
  const row = stagingRow()
  row.int8(run)
  row.int8(lineOf(first))
  row.beginText()
  return { row, lines: 0, characters: 0, said: [], told: new Set(), ...namedIn([]) }
}

function put(page: Page, told: StagedRow): void {
  const isAccount = isAccountLine(told)
  const text = isAccount ? JSON.stringify(told) : `[${told.line},${JSON.stringify(told.facts.map(toStaged))}]`
  page.row.part(page.lines++ === 0 ? OPEN : COMMA, text)
  page.characters += text.length
  if (isAccount) noteAccount(page, told)
  else note(page, told.facts)
}

function endPage({ row, said, told, accounts, debtors }: Page): Uint8Array {
  row.part(CLOSE, '')
  row.endText()
  row.text(`[${said.join(',')}]`)
  for (const names of [told, accounts, debtors]) row.texts([...names])
  return row.end()
}

/** The accounts and debtors that lines name, in every form. */
export interface Named {
  accounts: Set<string>
  debtors: Set<string>
}

function note(page: Page, facts: StagedLine['facts']): void {
  namedIn(facts, page)
  for (const each of facts) {
    if ('refused' in each) continue
    noteTold(page.told, each.fact)
    if (FACT[each.fact.type].mayCure) page.said.push(JSON.stringify(saidOf(each.fact)))
  }
}

function noteAccount({ accounts, debtors, told, said }: Page, line: AccountLine): void {
  const { account, debtor, at, pastDue } = namesOf(line)
  accounts.add(account)
  debtors.add(debtor)
  told.add(account)
  if (pastDue !== null) said.push(JSON.stringify({ type: SNAPSHOT, account, at, amount: pastDue }))
}

/** What the gates ask of a file as a whole. */
function saidOf(fact: FactInput): unknown {
  const {
    type,
    at,
    account,
    pastDue,
    amount = pastDue,
    dueOn,
    obligation,
    fee,
    interest,
    credit,
    writeOff,
    payment = credit ?? writeOff ?? fee ?? interest ?? obligation,
  } = fact as Told
  return { type, account, at, amount, due_on: dueOn, name: payment }
}

type NameOfMoney = 'credit' | 'writeOff' | 'fee' | 'interest'
type Told = Partial<
  Record<
    'type' | 'at' | 'account' | 'pastDue' | 'amount' | 'dueOn' | 'obligation' | 'payment' | NameOfMoney,
    string
  >
>

export function namedIn(
  facts: StagedLine['facts'],
  named: Named = { accounts: new Set(), debtors: new Set() },
): Named {
  const { accounts, debtors } = named
  for (const fact of facts) {
    const refused = 'refused' in fact
    const own = refused ? fact.accounts : [accountIn(fact.fact), fact.was?.['account']]
    for (const name of own) if (name !== undefined) accounts.add(name)
    const owed = refused ? fact.debtors : [debtorIn(fact.fact), fact.was?.['debtor']]
    for (const name of owed) if (name !== undefined) debtors.add(name)
  }
  return named
}

/** The accounts of their facts, each once. */
export function toldIn(rows: readonly StagedRow[]): string[] {
  const told = new Set<string>()
  for (const row of rows) {
    if (isAccountLine(row)) told.add(namesOf(row).account)
    else for (const each of row.facts) if ('fact' in each) noteTold(told, each.fact)
  }
  return [...told]
}

function noteTold(told: Set<string>, fact: FactInput): void {
  const account = accountIn(fact)
  if (account !== undefined) told.add(account)
}

export function namedInRows(rows: readonly StagedRow[]): Named {
  const named = namedIn([])
  for (const row of rows) {
    if (isAccountLine(row)) {
      const { account, debtor } = namesOf(row)
      named.accounts.add(account)
      named.debtors.add(debtor)
    } else namedIn(row.facts, named)
  }
  return named
}

import { hash } from 'node:crypto'
import { bucketOn } from '../src/core/arrears/bucket.ts'
import { type Day, type Instant, isoOf, lastDayOf } from '../src/core/base/time.ts'
import { when } from '../src/core/fact/kind/kind.ts'
import { ZONES_FROM } from '../src/core/model/ledger.ts'
import { noWords } from '../src/core/model/point-words.ts'
import { lineMarks } from '../src/shell/feed/line-marks.ts'
import type { Vault } from '../src/shell/pg/base/vault.ts'
import { CopyRows } from '../src/shell/pg/base/copy-rows.ts'
import { COLUMNS } from './daily-file.ts'
import type { Cells, FirstLine } from './first-checks.ts'

/** The tables in the order in which their rows need each other, and the columns that are written. */
export const TABLES = {
  person: namesIn('id external_id locale regions zones zones_from name_sealed key_id'),
  shared_number: namesIn('id hash'),
  contact_point: namesIn('person_id id kind number_id value_sealed key_id valid_at named_at words'),
  account: namesIn(
    `person_id id external_id creditor collector actor product currency zones feed snapshot_at past_due balance
     anchor score score_at bucket look_on line_at line_from line_digest line_mark chain_head`,
  ),
  fact: namesIn('person_id id account_id kind happened_at recorded_at source key body digest hash'),
}
export type Table = keyof typeof TABLES
export const ORDER = Object.keys(TABLES) as Table[]

function namesIn(list: string): string[] {
  return list.split(/\s+/)
}

/** The last id of each. */
export type Ids = Record<Table, number>
export type Rows = Record<Table, Buffer>

interface Whose {
  person: number
  account: number
  number: number
}

function newRows(): Record<Table, CopyRows> {
  const rows = ORDER.map((table) => [table, new CopyRows(TABLES[table].length)])
  return Object.fromEntries(rows) as Record<Table, CopyRows>
}

/** The rows of lines as they are put; amounts have two digits behind the point, and each debtor one account. */
export class FirstRows {
  readonly ids: Ids
  readonly #vault: Vault
  readonly #at: Instant
  readonly #said: string
  readonly #when: string
  readonly #mark: (text: string) => string
  #rows = newRows()
  #numbers = new Map<string, number>()
  readonly #figures = new Map<string, { today: Day; bucket: number }>()

  constructor(vault: Vault, at: Instant, ids: Ids) {
    const marks = lineMarks(vault)
    this.ids = ids
    this.#vault = vault
    this.#at = at
    this.#said = isoOf(at)
    this.#when = when({ at: this.#said })
    this.#mark = (text) => marks({ head: COLUMNS, text })
  }

  /** `known` = the numbers of the book, by their hashes, as far as the page has them. */
  put({ text, cells, hash }: FirstLine, known: ReadonlyMap<string, number>): void {
    const number = known.get(hash) ?? this.#putNumber(hash)
    const whose = { person: ++this.ids.person, account: ++this.ids.account, number }
    this.#putPerson(cells, whose)
    this.#putPoint(cells, whose)
    this.#putAccount(text, cells, whose)
  }

  /** What was put since the last time. */
  end(): Rows {
    const rows = ORDER.map((table) => [table, this.#rows[table].end()])
    this.#rows = newRows()
    this.#numbers = new Map()
    return Object.fromEntries(rows) as Rows
  }

  /** Two lines of a page may have one. */
  #putNumber(hash: string): number {
    const before = this.#numbers.get(hash)
    if (before !== undefined) return before
    const id = ++this.ids.shared_number
    this.#numbers.set(hash, id)
    const row = this.#rows.shared_number.row()
    row.int8(id)
    row.hex(hash)
    return id
  }

  #putPerson([, debtor, , , , , region, zone, locale, name]: Cells, { person }: Whose): void {
    const { value, keyId } = this.#vault.seal(name)
    const row = this.#rows.person.row()
    row.int8(person)
    row.text(debtor)
    row.text(locale)
    row.texts([region])
    row.texts([zone])
    row.int2(ZONES_FROM.given)
    row.bytes(value)
    row.text(keyId)
  }

  #putPoint([, , , , , , , , , , phone]: Cells, { person, account, number }: Whose): void {
    const at = this.#at
    const { value, keyId } = this.#vault.seal(phone)
    const row = this.#rows.contact_point.row()
    row.int8(person)
    row.int8(++this.ids.contact_point)
    row.text('phone')
    row.int8(number)
    row.bytes(value)
    row.text(keyId)
    row.instant(at)
    row.instant(at)
    row.jsonb(`{"named":[[${account},${at},${at}]],${OTHER_WORDS}`)
  }

  #putAccount(text: string, cells: Cells, { person, account, number }: Whose): void {
    const [name, , creditor, currency, actor, product, , zone, , , , score, pastDue, oldest, balance] = cells
    const at = this.#at
    const { today, bucket } = this.#figuresOf(zone, oldest)
    const owed = Number(pastDue.replace('.', ''))
    const digest = this.#vault.hex(describedIn(cells))
    const head = this.#putFacts(cells, { person, account, digest, number, owed, bucket })
    const row = this.#rows.account.row()
    row.int8(person)
    row.int8(account)
    row.text(name)
    row.text(creditor)
    row.text(creditor)
    row.text(actor)
    row.text(product)
    row.text(currency)
    row.text(zone)
    row.text('snapshot')
    row.instant(at)
    row.int8(owed)
    row.int8(Number(balance.replace('.', '')))
    row.date(oldest)
    row.float8(Number(score))
    row.instant(at)
    row.int2(bucket)
    row.date(today)
    row.instant(at)
    row.instant(at)
    row.hex(digest)
    row.hex(this.#mark(text))
    row.hex(head)
  }

  #putFacts(
    cells: Cells,
    { digest, number, owed, bucket, ...whose }: Whose & { digest: string; owed: number; bucket: number },
  ): string {
    const [account, debtor, creditor, currency, actor, product, region, zone, locale] = cells
    const [, , , , , , , , , , , score, pastDue, oldest, balance] = cells
    const at = this.#said
    const name = encodeURIComponent(account)
    const opened = `{"account":"${account}","actor":"${actor}","at":"${at}","creditor":"${creditor}","currency":"${currency}","debtor":"${debtor}","locale":"${locale}","numbers":[${number}],"product":"${product}","region":["${region}"],"score":${Number(score)},"type":"account.opened","zone":["${zone}"]}`
    const first = this.#putFact(whose, null, {
      kind: 'account.opened',
      source: 'ledger',
      key: `account.opened/${name}/${digest.slice(0, 16)}`,
      body: opened,
      digest,
    })
    const shot = (when: string): string =>
      `{"account":"${account}","at":"${when}","balance":"${balance}","oldestDueOn":"${oldest}","pastDue":"${pastDue}","type":"account.snapshot"}`
    const second = this.#putFact(whose, first, {
      kind: 'account.snapshot',
      source: 'ledger',
      key: `account.snapshot/${name}/${encodeURIComponent(this.#when)}`,
      body: shot(at),
      digest: hash('sha256', shot(this.#when), 'hex'),
    })
    const rolled = `{"from":0,"pastDue":${owed},"to":${bucket}}`
    return this.#putFact(whose, second, {
      kind: 'account.rolled',
      source: 'engine',
      key: `account.rolled/a${whose.account}/${second.slice(0, 24)}`,
      body: rolled,
      digest: hash('sha256', rolled, 'hex'),
    })
  }

  #putFact(
    { person, account }: Pick<Whose, 'person' | 'account'>,
    before: string | null,
    { kind, source, key, body, digest }: Record<'kind' | 'source' | 'key' | 'body' | 'digest', string>,
  ): string {
    const at = this.#at
    const head = linkOf(
      before,
      `[${person},${account},"${kind}",${at},${at},"${source}","${key}",${body},"${digest}"]`,
    )
    const row = this.#rows.fact.row()
    row.int8(person)
    row.int8(++this.ids.fact)
    row.int8(account)
    row.text(kind)
    row.instant(at)
    row.instant(at)
    row.text(source)
    row.text(key)
    row.jsonb(body)
    row.hex(digest)
    row.hex(head)
    return head
  }

  #figuresOf(zone: string, anchor: Day): { today: Day; bucket: number } {
    const name = `${zone} ${anchor}`
    let figures = this.#figures.get(name)
    if (!figures) {
      const today = lastDayOf([zone], this.#at)
      this.#figures.set(name, (figures = { today, bucket: bucketOn(anchor, 1, today) }))
    }
    return figures
  }
}

const { named: _named, ...REST } = noWords()
const OTHER_WORDS = JSON.stringify(REST).slice(1)

/** What the engine's digest of an account is over. */
function describedIn(cells: Cells): string {
  const [account, debtor, creditor, currency, actor, product, region, zone, locale, name, phone] = cells
  return `{"account":"${account}","actor":"${actor}","creditor":"${creditor}","currency":"${currency}","debtor":"${debtor}","locale":"${locale}","name":"${name}","points":[{"kind":"phone","value":"${phone}"}],"product":"${product}","region":["${region}"],"type":"account.opened","zone":["${zone}"]}`
}

const SCRATCH = Buffer.alloc(1 << 16)

function linkOf(before: string | null, told: string): string {
  if (before === null) return hash('sha256', told, 'hex')
  SCRATCH.write(before, 'hex')
  return hash('sha256', SCRATCH.subarray(0, 32 + SCRATCH.write(told, 32)), 'hex')
}

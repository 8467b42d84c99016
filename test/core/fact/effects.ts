import { isoOf } from '../../../src/core/base/time.ts'
import { applyFacts } from '../../../src/core/fact/apply/apply.ts'
import { needsOfPage } from '../../../src/core/fact/needs.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'
import type { RefusedRow } from '../../../src/core/fact/refused-row.ts'
import type { LedgerChanges } from '../../../src/core/model/ledger-changes.ts'
import type { Ledger } from '../../../src/core/model/ledger.ts'
import type { HumanTaskKind } from '../../../src/core/model/human-task.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { loadLedger } from '../../../src/shell/replay/memory/record/load.ts'
import { clearVault } from '../../../src/shell/replay/memory/record/vault.ts'
import { billed, opened } from '../../shell/record/facts.ts'
import { type MemoryStage, memoryStage } from '../../shell/record/memory-stage.ts'
import { atDoor } from '../../shell/record/stage.ts'
import { shippedReplies } from '../../support/shipped-words.ts'

type Row = Record<string, unknown>

/** What was there before: facts, and what the engine did meanwhile. */
export type Given =
  | Row
  | { detect: true }
  | { now: string }
  | { contact: string; channel: string; state: string; step?: string; attempt?: number; to?: string }
  | { ask: string; kind: HumanTaskKind; step?: string; rule?: string }
  | { close: string }
  | { erase: string }
  | { rename: string; to: string }

const AT = '2026-03-01T11:00:00Z'
const prepare = prepareWith(clearVault)
const replies = shippedReplies()

/** `opened` and `billed` are short for their facts; a fact that says no instant is of eleven on the first of March. */
function factOf(row: Row): Row {
  const { opened: account, billed: bill, ...more } = row
  if (typeof account === 'string') return opened(account, more)
  if (typeof bill === 'string') return billed(bill, 'first', '2026-02-01')
  return { at: AT, ...row }
}

export async function stageOf(given: readonly Given[]): Promise<MemoryStage> {
  const stage = memoryStage()
  for (const one of given) {
    if ('detect' in one) await stage.detect()
    else if ('now' in one) await stage.at(String(one['now']))
    else if ('erase' in one) erase(stage, String(one['erase']))
    else if ('rename' in one) await stage.rename(String(one['rename']), String(one['to']))
    else if ('close' in one) await stage.closeCase(String(one['close']), 'cured', '2026-02-01')
    else if ('contact' in one) {
      const { contact, ...made } = one as Extract<Given, { contact: string }>
      await stage.contact(contact, made)
    } else if ('ask' in one) {
      const { ask, ...asked } = one as Extract<Given, { ask: string }>
      await stage.ask(ask, asked)
    } else await stage.door(factOf(one))
  }
  return stage
}

function erase({ world }: MemoryStage, debtor: string): void {
  for (const person of world.persons.values())
    if (person.externalId === debtor) Object.assign(person, { erasedAt: world.now })
}

/** All that a page of facts changes, one line per row, with names for ids. */
export function effectOf({ world }: MemoryStage, when: readonly Row[]): string[] {
  const rows = when.map((row) => rowOf(contactIn(world, row)))
  const nextId = world.nextId
  const ledger = loadLedger(world, needsOfPage(rows), ['all'])
  const before = structuredClone({
    persons: ledger.persons,
    accounts: ledger.accounts,
    points: new Map(ledger.points.map((point) => [point.id, point])),
    contacts: ledger.contacts,
  })
  const changes = applyFacts(ledger, rows, world.now)
  world.nextId = nextId
  return Object.entries(changes).flatMap(([part, value]) =>
    linesOf(part, value, { ledger, before: before[part as keyof typeof before] ?? null }),
  )
}

/** The row as the core takes it: prepared, or refused. A row may name its source, and be told as history. */
export function rowOf({ source = 'ledger', history, ...given }: Row): PreparedFact | RefusedRow {
  const [read] = atDoor([factOf(given)])
  if (!read) throw new Error('a row is read')
  if (!('fact' in read)) return prepare.refused({ ...read, source: String(source) })
  const { prepared } = prepare({ ...read, source: String(source) }, replies)
  return history === true ? { ...prepared, history: true as const } : prepared
}

/** `@step` is the contact of that step. */
function contactIn({ contacts }: MemoryStage['world'], { contact, ...row }: Row): Row {
  if (typeof contact !== 'string' || !contact.startsWith('@'))
    return contact === undefined ? row : { ...row, contact }
  return { ...row, contact: [...contacts.values()].find(({ step }) => `@${step}` === contact)?.id }
}

interface Names {
  ledger: Ledger
  before: Map<unknown, unknown> | null
}

function linesOf(part: string, value: LedgerChanges[keyof LedgerChanges], names: Names): string[] {
  if (typeof value !== 'object') return value === 0 || value === false ? [] : [`${part} ${value}`]
  if ('accounts' in value) {
    const all = [...idsOf('person', value.persons, names), ...idsOf('account', value.accounts, names)]
    return all.length > 0 ? [`${part} ${all.join(' ')}`] : []
  }
  if (part === 'touched') {
    const all = idsOf('person', value as Set<number>, names)
    return all.length > 0 ? [`${part} ${all.join(' ')}`] : []
  }
  return [...value].map((row) => `${part} ${told(row, names)}`)
}

function told(row: unknown, { ledger, before }: Names): string {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return JSON.stringify(row)
  const known = before?.get((row as { id?: unknown }).id) as Row | undefined
  const fields = Object.entries(row).filter(
    ([field, value]) =>
      !HIDDEN.has(field) &&
      (known ? field === 'id' || JSON.stringify(known[field]) !== JSON.stringify(value) : !isNothing(value)),
  )
  return fields.map(([field, value]) => `${field}=${shown(field, value, ledger)}`).join(' ')
}

/** They are long, and a draw is in some of them. */
const HIDDEN = new Set(['digest', 'lineDigest', 'sealed', 'salt', 'name'])

/** The line of a fact says them already. */
const TOLD_BESIDE = new Set(['type', 'at', 'account', 'debtor'])

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

function shown(field: string, value: unknown, ledger: Ledger): string {
  if (field === 'hash') return String(value).slice(0, 8)
  if (field === 'body')
    return JSON.stringify(value, (name, part) => (TOLD_BESIDE.has(name) ? undefined : hideDrawn(name, part)))
  if (field === 'person' || field === 'account') return idsOf(field, [value], { ledger, before: null }).join()
  if (typeof value === 'number' && value > 1e12 && value < 4e12) return isoOf(value)
  if (value !== null && typeof value === 'object' && 'keyId' in value && 'value' in value)
    return Buffer.from(value.value as Uint8Array).toString('utf8')
  return typeof value === 'string' ? value : JSON.stringify(value, hideDrawn)
}

function hideDrawn(field: string, value: unknown): unknown {
  return HIDDEN.has(field) ? undefined : value
}

function idsOf(kind: 'person' | 'account', ids: Iterable<unknown>, { ledger }: Names): string[] {
  const rows = kind === 'person' ? ledger.persons : ledger.accounts
  return [...ids].map((id) => rows.get(id as never)?.externalId ?? `#${String(id)}`)
}

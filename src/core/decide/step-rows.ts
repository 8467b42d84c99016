import { type Day, type Instant, lastDayOf, type Zone } from '../base/time.ts'
import { meaningOf } from '../fact/disposition.ts'
import type { CaseFile, ContactFile } from './dossier.ts'

/** What was made of one step in one episode. */
export interface StepRows {
  /** Rows that keep their number. */
  rows: number
  taken: number
  lastTaken: Day | null
  /** When it was tried without getting through, which is no attempt; in order. */
  missed: readonly Instant[]
  /** On its way, or of unknown fate: blocks the next attempt. */
  open: ContactFile | null
}

const NO_ROWS: StepRows = { rows: 0, taken: 0, lastTaken: null, missed: [], open: null }
const OPEN = new Set(['planned', 'queued', 'sending', 'unknown'])
const TASK_CHANNELS = new Set(['call', 'visit'])

export class EpisodeRows {
  private readonly bySteps = new Map<string, StepRows>()
  private readonly takenByChannel = new Map<string, number>()

  constructor(file: CaseFile, episode: Day, contacts: readonly ContactFile[], zones: readonly Zone[]) {
    for (const contact of contacts) {
      if (contact.case !== file.id || contact.episode !== episode || contact.step === null) continue
      this.add(contact.step, contact, zones)
    }
  }

  of(step: string): StepRows {
    return this.bySteps.get(step) ?? NO_ROWS
  }

  takenOn(channel: string): number {
    return this.takenByChannel.get(channel) ?? 0
  }

  private add(step: string, contact: ContactFile, zones: readonly Zone[]): void {
    const rows = { ...this.of(step) }
    this.bySteps.set(step, rows)
    rows.rows = Math.max(rows.rows + 1, contact.attempt ?? 0)
    if (OPEN.has(contact.state)) rows.open = contact
    const at = contact.at ?? contact.notBefore
    if (!isTaken(contact)) {
      if (!OPEN.has(contact.state) && at !== null) rows.missed = [...rows.missed, at].sort((a, b) => a - b)
      return
    }
    rows.taken++
    this.takenByChannel.set(contact.channel, this.takenOn(contact.channel) + 1)
    const day = at === null ? contact.dueOn : lastDayOf(zones, at)
    if (day !== null && (rows.lastTaken === null || day > rows.lastTaken)) rows.lastTaken = day
  }
}

/** `sent`, `delivered` or `failed` for messages; a disposition that is an attempt for tasks. */
export function isTaken(contact: ContactFile): boolean {
  if (OPEN.has(contact.state)) return false
  if (!TASK_CHANNELS.has(contact.channel)) return isMade(contact)
  if (contact.disposition !== null) return meaningOf(contact.disposition).attempt
  return contact.state === 'sent' || contact.state === 'delivered'
}

export function isOpen(contact: ContactFile): boolean {
  return OPEN.has(contact.state)
}

function isMade({ state }: ContactFile): boolean {
  return state === 'sent' || state === 'delivered' || state === 'failed'
}

import type { FastifyRequest } from 'fastify'
import { toldAt } from '../../core/base/told.ts'
import { noteAudit } from '../pg/base/audit.ts'
import type { Sql } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import type { FoundCase } from '../pg/read/case-head.ts'
import { readNotes } from '../pg/read/notes.ts'
import { isAllowed } from './guard.ts'
import type { Note } from './case-page.ts'

interface NotesDeps {
  db: Sql
  vault?: Pick<Vault, 'open'>
}

/** Whoever only looks does not read what people wrote about a debtor. */
export function mayReadNotes({ boardUser }: FastifyRequest): boolean {
  return boardUser !== null && isAllowed(boardUser, 'notes:read')
}

export async function countNotes({ db }: NotesDeps, found: FoundCase): Promise<number> {
  const notes = await readNotes(db, found)
  return notes.length
}

/** The texts, newest first; the audit says who read them. */
export async function openNotes({ db, vault }: NotesDeps, found: FoundCase, by: string): Promise<Note[]> {
  const sealed = await readNotes(db, found)
  const detail = { case: found.id, person: found.person, notes: sealed.length }
  await noteAudit(db, { who: by, what: 'case.notes_read', detail, at: 'business' })
  return sealed.map(({ at, type, agent, contact, value, keyId }) => {
    return { at: toldAt(at), type, agent, contact, text: value && opened(vault, value, keyId) }
  })
}

function opened(vault: Pick<Vault, 'open'> | undefined, value: Buffer, keyId: string): string | null {
  try {
    return vault?.open(value, keyId) ?? null
  } catch {
    return null
  }
}

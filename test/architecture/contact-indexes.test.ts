import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONTACT_STATES, STATES } from '../../src/core/model/contact-state.ts'
import { ROOT } from './source.ts'
import { wordsOfQuery } from './query-words.ts'

const FOLDER = join(ROOT, 'src/shell/pg/migrations')
const MIGRATIONS = readdirSync(FOLDER).sort()
const CREATED = /create (?:unique )?index (?:concurrently )?(?:if not exists )?(\w+)\s+on contact \([^;]*?;/gi
const DROPPED = /drop index (?:if exists )?(\w+)/gi

/** The partial indexes of contacts that every migration together leaves. */
function indexes(): Map<string, string> {
  const left = new Map<string, string>()
  for (const name of MIGRATIONS) {
    const text = readFileSync(join(FOLDER, name), 'utf8')
    for (const { 1: dropped = '' } of text.matchAll(DROPPED)) left.delete(dropped)
    for (const [statement, created = ''] of text.matchAll(CREATED)) {
      const where = /\bwhere\b([^;]*)/i.exec(statement)?.[1] ?? ''
      if (/\bstate\b/.test(where)) left.set(created, where)
    }
  }
  return left
}

/** Migrations are data of the schema, and spell: what they spell must be what queries ask for. */
describe('a partial index of contacts', () => {
  const sets = Object.values(STATES).map((states) => [...states].toSorted().join(' '))

  it('the indexes of planned contacts are found', () => {
    expect([...indexes().keys()]).toEqual(expect.arrayContaining(['contact_once', 'contact_planned']))
  })

  it.each([...indexes()])('%s holds a set of states that is derived from their properties', (_, where) => {
    const words = wordsOfQuery(where).filter(({ column }) => column === 'state')
    expect(words.every(({ word }) => CONTACT_STATES.some((state) => state === word))).toBe(true)
    expect(sets).toContain(
      words
        .map(({ word }) => word)
        .toSorted()
        .join(' '),
    )
  })
})

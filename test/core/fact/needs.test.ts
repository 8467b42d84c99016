import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { needsOfPage, newIdsIn } from '../../../src/core/fact/needs.ts'
import { rowOf } from './effects.ts'

/** The examples say all that is loaded before a page is applied: what is not named here is not there. `EFFECTS=write` writes down what that is now. */
interface Example {
  it: string
  when: Record<string, unknown>[]
  then?: string[]
}

const FILE = 'test/fixtures/needs.yaml'
const examples: Example[] = parse(readFileSync(FILE, 'utf8'))

/** What is not needed is not told; hashes are long. */
function needed(when: Example['when']): string[] {
  return Object.entries(needsOfPage(when.map(rowOf))).flatMap(([need, value]) => {
    const text = JSON.stringify(value, (_, one) => (isNothing(one) ? undefined : one))
    if (isNothing(value) || text === '{}' || text === '"open"') return []
    return [`${need} ${text.replaceAll(/"([0-9a-f]{8})[0-9a-f]{56}"/g, '$1').replaceAll('"', '')}`]
  })
}

function isNothing(value: unknown): boolean {
  return value === false || value === 0 || value === null || (Array.isArray(value) && value.length === 0)
}

describe('what a page of facts needs', () => {
  if (process.env['EFFECTS'] === 'write')
    test('it is written', () => {
      const text = parseDocument(readFileSync(FILE, 'utf8'))
      for (const [at, { when }] of examples.entries()) text.setIn([at, 'then'], needed(when))
      writeFileSync(FILE, text.toString({ lineWidth: 0, flowCollectionPadding: false }))
    })
  else for (const { it, when, then } of examples) test(it, () => expect(needed(when)).toEqual(then))

  test('a page reserves as many new ids as it has names that nobody knows', () => {
    const page = [
      { opened: 'A1', household: 'H1' },
      { opened: 'A2', debtor: 'D2', points: [{ kind: 'phone', value: '+12025550101' }] },
      {
        type: 'contact.recorded',
        account: 'A1',
        channel: 'sms',
        direction: 'in',
        disposition: 'replied',
        text: 'x',
      },
      { type: 'optout.received', account: 'A1', point: '+12025550102' },
    ]
    const known = { accountOf: new Map([['A1', 1]]), persons: 1, numbers: 2, households: 0 }
    expect(newIdsIn(needsOfPage(page.map(rowOf)), known)).toEqual({
      person: 1,
      account: 1,
      point: 4,
      number: 1,
      household: 1,
      sealed: 2,
    })
  })
})

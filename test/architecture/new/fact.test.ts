import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RecipeCopy } from '../../support/recipe-copy.ts'
import { pathsFor, recipe } from '../recipe-table.ts'

const MINUTE = 60_000
const KIND = 'src/core/fact/kind/hardship.ts'
const LIST = 'src/core/fact/fact.ts'
const TABLE = 'test/shell/record/supersedes.contract.ts'
const WALK = 'test/property/every-state/facts.ts'

/** The debtor declares that he cannot pay: a hold of the person, which its end lifts, told in any order. */
const HARDSHIP = `import { z } from 'zod'
import { applyLifted, putReason } from '../apply/hold.ts'
import { onEither } from './envelope.ts'
import { type FactKind, when, whose } from './kind.ts'

const declared = z.strictObject({ type: z.literal('hardship.declared'), ...onEither })
export const hardshipDeclared: FactKind<typeof declared> = {
  schema: declared,
  key: (fact) => [...whose(fact), when(fact)],
  names: [],
  needs: { holds: true },
  supersedes: 'where_it_changes',
  about: 'person',
  apply: (draft, subject, _fact, prepared) =>
    putReason(draft, [subject], { externalId: 'hardship', reason: 'hardship', until: null }, prepared),
}

const ended = z.strictObject({ type: z.literal('hardship.ended'), ...onEither })
export const hardshipEnded: FactKind<typeof ended> = {
  schema: ended,
  key: (fact) => [...whose(fact), when(fact)],
  names: [],
  needs: { holds: true },
  supersedes: 'never',
  about: 'person',
  apply: (draft, subject, _fact, prepared) => applyLifted(draft, subject, { hold: 'hardship' }, prepared),
}
`

const ROWS = `  'hardship.declared': [
    {
      said: say('hardship.declared', a1),
      voids: ALL,
      holds: ['D1 hold hardship on person all numbers'],
    },
    { after: [say('hardship.ended', a1)], said: earlier('hardship.declared', a1), voids: [], holds: [] },
    {
      after: [earlier('hardship.declared', a1), earlier('hardship.ended', d1)],
      said: say('hardship.declared', { account: 'A2' }),
      voids: ALL,
      holds: ['D1 hold hardship on person all numbers'],
    },
  ],
  'hardship.ended': [
    {
      after: [earlier('hardship.declared', a1)],
      said: say('hardship.ended', { account: 'A2' }),
      voids: [],
      holds: [],
    },
    {
      after: [say('hardship.declared', a1)],
      said: earlier('hardship.ended', a1),
      voids: [],
      holds: ['D1 hold hardship on person all numbers'],
    },
  ],
`

const EXAMPLES = `  'hardship.declared': [silencing({ ...ON_A1, type: 'hardship.declared' })],
  'hardship.ended': [lifting({ ...ON_A1, type: 'hardship.ended' })],
`

describe('a kind of fact with a hold, made in a copy as the recipe says', { timeout: 15 * MINUTE }, () => {
  let copy: RecipeCopy

  beforeAll(() => {
    copy = new RecipeCopy()
    copy.write(KIND, HARDSHIP)
    copy.change(LIST, (text) =>
      text
        .replace('import * as hold ', `import * as hardship from './kind/hardship.ts'\nimport * as hold `)
        .replace('  asked.taskResolved,\n', (last) => `${last}  ...Object.values(hardship),\n`),
    )
  })
  afterAll(() => copy.remove())

  it('the compiler asks whose intentions the kind voids and for an example, and for nothing else', async () => {
    expect(new Set(await filesWithErrors(copy))).toEqual(new Set([TABLE, WALK]))
    copy.change(TABLE, (text) => text.replace(`  'feed.completed': [`, (next) => `${ROWS}${next}`))
    copy.change(WALK, (text) => text.replace(`  'feed.completed': [`, (next) => `${EXAMPLES}${next}`))
    expect(await filesWithErrors(copy)).toEqual([])
    const { make, edit } = recipe('a kind of fact')
    const named = [...pathsFor(make, 'hardship'), ...edit]
    expect([...copy.changed].filter((path) => !named.includes(path))).toEqual([])
  })

  it('holds, is lifted and is back-dated in the same way on both stores', async () => {
    const { code, output } = await tested(copy, 'served', 'test/shell/record/record.test.ts')
    expect(code, output).toBe(0)
    for (const store of ['memory', 'Postgres'])
      expect(output).toContain(`what a fact supersedes on ${store} > 'hardship.ended 2'`)
  })

  it('a kind that does not say what it looks at fails on maps already', async () => {
    copy.change(KIND, (text) => text.replaceAll('needs: { holds: true }', 'needs: {}'))
    const { code, output } = await tested(copy, 'pure', 'test/core/fact/supersedes.test.ts')
    expect(code, output).not.toBe(0)
    expect(output).toMatch(/× .*'hardship.ended 2'/)
  })
})

function tested(
  copy: RecipeCopy,
  project: string,
  file: string,
): Promise<{ code: number | null; output: string }> {
  const args = ['run', '--no-color', '--reporter=verbose', '--project', project, file, '-t', 'hardship\\.']
  return copy.run('node_modules/vitest/vitest.mjs', args)
}

async function filesWithErrors(copy: RecipeCopy): Promise<string[]> {
  const output = await copy.compile()
  return [...new Set([...output.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map((match) => match[1] ?? ''))]
}

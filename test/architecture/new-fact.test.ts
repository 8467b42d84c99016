import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pathsFor, recipe } from './recipe-table.ts'
import { ROOT } from './source.ts'

const FOLDERS = ['src', 'bench', 'fault', 'demo', 'workers', 'test', 'schedules', 'docs']
const COPIED = [...FOLDERS, 'package.json', 'tsconfig.json', 'vitest.config.ts']
const MINUTE = 60_000
const KIND = 'src/core/fact/kind/hardship.ts'
const LIST = 'src/core/fact/fact.ts'
const TABLE = 'test/shell/record/supersedes.contract.ts'

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

describe('a kind of fact with a hold, made in a copy as the recipe says', { timeout: 15 * MINUTE }, () => {
  let copy: string
  const changed = new Set<string>()

  function write(path: string, text: string): void {
    writeFileSync(join(copy, path), text)
    changed.add(path)
  }

  function change(path: string, how: (text: string) => string): void {
    const before = readFileSync(join(copy, path), 'utf8')
    const after = how(before)
    if (after === before) throw new Error(`nothing to change in ${path}`)
    write(path, after)
  }

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'arrears-recipe-'))
    for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    write(KIND, HARDSHIP)
    change(LIST, (text) =>
      text
        .replace('import * as hold ', `import * as hardship from './kind/hardship.ts'\nimport * as hold `)
        .replace('  asked.taskResolved,\n', (last) => `${last}  ...Object.values(hardship),\n`),
    )
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it('the compiler asks whose intentions the kind voids, and for nothing else', async () => {
    expect(await filesWithErrors(copy)).toEqual([TABLE])
    change(TABLE, (text) => text.replace(`  'feed.completed': [`, (next) => `${ROWS}${next}`))
    expect(await filesWithErrors(copy)).toEqual([])
    const { make, edit } = recipe('a kind of fact')
    const named = [...pathsFor(make, 'hardship'), ...edit]
    expect([...changed].filter((path) => !named.includes(path))).toEqual([])
  })

  it('holds, is lifted and is back-dated in the same way on both stores', async () => {
    const { code, output } = await tested(copy, 'served', 'test/shell/record/record.test.ts')
    expect(code, output).toBe(0)
    for (const store of ['memory', 'Postgres'])
      expect(output).toContain(`what a fact supersedes on ${store} > 'hardship.ended 2'`)
  })

  it('a kind that does not say what it looks at fails on maps already', async () => {
    change(KIND, (text) => text.replaceAll('needs: { holds: true }', 'needs: {}'))
    const { code, output } = await tested(copy, 'pure', 'test/core/fact/supersedes.test.ts')
    expect(code, output).not.toBe(0)
    expect(output).toMatch(/× .*'hardship.ended 2'/)
  })
})

function tested(
  folder: string,
  project: string,
  file: string,
): Promise<{ code: number | null; output: string }> {
  const args = ['run', '--no-color', '--reporter=verbose', '--project', project, file, '-t', 'hardship\\.']
  return run(folder, ['node_modules/vitest/vitest.mjs', ...args])
}

async function filesWithErrors(folder: string): Promise<string[]> {
  const { output } = await run(folder, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    'tsconfig.json',
    '--noEmit',
  ])
  return [...new Set([...output.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map((match) => match[1] ?? ''))]
}

function run(cwd: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, output }))
  })
}

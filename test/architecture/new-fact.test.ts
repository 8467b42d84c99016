import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { read, ROOT } from './source.ts'

const FACTS = 'src/core/fact/fact.ts'
const VARIANT = `export const FACTS = [
  z.strictObject({ type: z.literal('account.audited'), ...onAccount }),`

it('a new kind of fact is one variant, and the compiler names every place that must know it', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'arrears-recipe-'))
  try {
    for (const folder of ['src', 'bench', 'fault', 'provider-sim'])
      cpSync(join(ROOT, folder), join(copy, folder), { recursive: true })
    for (const file of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(copy, file))
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    writeFileSync(join(copy, FACTS), read(FACTS).replace('export const FACTS = [', VARIANT))
    const files = await filesWithErrors(copy)
    expect(files).toContain('src/core/fact/key.ts')
    expect(files.filter((file) => !file.startsWith('src/core/fact/'))).toEqual([])
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}, 240_000)

function filesWithErrors(folder: string): Promise<string[]> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiler, '-p', 'tsconfig.json', '--noEmit'],
      { cwd: folder },
      (_, output) => {
        resolve([
          ...new Set([...output.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map((match) => match[1] ?? '')),
        ])
      },
    )
  })
}

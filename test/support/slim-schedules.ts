import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pack } from '../../src/core/compliance/pack/pack.ts'
import { readPacks } from '../../src/shell/config/pack-file.ts'

/** The shipped law without its worked cases, which are most of the files: read in a moment by every command of a test. */
export function slimSchedules(which: (pack: Pack) => boolean = () => true): {
  dir: string
  drop(): void
} {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-slim-'))
  cpSync('schedules/calendars', join(dir, 'calendars'), { recursive: true })
  mkdirSync(join(dir, 'compliance'))
  for (const pack of readPacks('schedules/compliance').packs.filter(which)) {
    const { hash: _, ...text } = pack
    writeFileSync(join(dir, 'compliance', `${pack.pack}.yaml`), JSON.stringify(text))
  }
  return { dir, drop: () => rmSync(dir, { recursive: true }) }
}

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayConfig, ReplayEngine } from '../../src/shell/replay/engine.ts'

export interface StoryOptions {
  /** The first UTC day. */
  from: string
  /** The function changes the text of the strategy file. */
  edit?: (strategy: string) => string
}

/** The stories' ladder, under the project's own law; `more`: further files, by their path. */
export function storySchedules(
  edit?: (strategy: string) => string,
  more: Readonly<Record<string, string>> = {},
): ReplayConfig {
  const folder = mkdtempSync(join(tmpdir(), 'arrears-story-'))
  try {
    cpSync(pathOf('../fixtures/story'), folder, { recursive: true })
    for (const kind of ['compliance', 'calendars', 'wording', 'replies']) {
      cpSync(pathOf(`../../schedules/${kind}`), join(folder, kind), { recursive: true })
    }
    const file = join(folder, 'strategies', 'ladder.yaml')
    if (edit) writeFileSync(file, edit(readFileSync(file, 'utf8')))
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return load(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The files that the project ships. */
export function projectSchedules(): ReplayConfig {
  return load(pathOf('../../schedules'))
}

export async function memoryEngine({ from, edit }: StoryOptions): Promise<ReplayEngine> {
  return coreEngine(storySchedules(edit), { from: Date.parse(`${from}T00:00:00Z`) })
}

function load(folder: string): ReplayConfig {
  const { schedules, hash, problems } = loadSchedules(folder)
  if (!schedules || !hash || problems.length > 0) throw new Error(JSON.stringify(problems, null, 2))
  return { schedules, hash }
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

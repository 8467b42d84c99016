import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../src/shell/pg/base/database.ts'
import { ACCOUNTS, GOOD, plantedOf, type PlantedLoop } from './planted.ts'

export function phoneOf(name: string): string {
  return `+120255501${String([...ACCOUNTS, ...GOOD].indexOf(name)).padStart(2, '0')}`
}

/** Spoilt calls come first. */
export function scoreOf(name: string): number {
  return name.startsWith('claim') ? 0.49 : 0.3
}

interface ParkedRow {
  loop: string
  kind: string
  id: string
  task: string | null
  about: string | null
}

/** What is put aside, with the account and the role that is asked about it. */
export function parkedRows(db: Database): Promise<ParkedRow[]> {
  return db.query(`
    select p.loop, p.kind, p.id, t.role as task,
      coalesce((select a.external_id from account a where a.person_id = p.person_id limit 1), p.id) as about
    from parked p left join human_task t on t.id = p.task_id and t.kind = 'parked' and t.resolved_at is null
    where p.cleared_at is null order by 1, 5`)
}

export const accountsOf = (loop: PlantedLoop): string[] => plantedOf(loop).map(([account]) => account)

export function others(...loops: PlantedLoop[]): string[] {
  const spoilt = new Set(loops.flatMap(accountsOf))
  return [...ACCOUNTS, ...GOOD].filter((account) => !spoilt.has(account)).sort()
}

/** The lines of the workers' log. */
export function logLines(folder: string, event: string): Record<string, unknown>[] {
  const file = join(folder, 'worker.log')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

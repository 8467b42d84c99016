import type { ContentHash } from '../../../core/base/id.ts'
import { ProblemError } from '../../../core/base/problem.ts'
import type { Strategy } from '../../../core/model/strategy.ts'
import type { ActiveConfig, ConfigPort } from '../../../flow/ports/config.ts'
import { parseSchedules, parseStrategy } from '../../config/stored.ts'
import { json } from '../base/cell.ts'
import type { Database } from '../base/database.ts'
import { anyJson, objectIn } from '../base/read-json.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'

/** One small statement asks which version is active; what a version says is read once. */
export function configPort(db: Database): ConfigPort {
  let known: ActiveConfig | null = null
  const strategies = new Map<ContentHash, Promise<Strategy>>()
  return {
    active: async () => {
      const id = await activeId(db)
      if (known?.id !== id) {
        known = await loadVersion(db, id)
        for (const one of known.schedules.strategies) strategies.set(one.hash, Promise.resolve(one))
      }
      return known
    },
    remembered: () => known,
    strategyByHash: (hash) => {
      let strategy = strategies.get(hash)
      if (!strategy) {
        strategy = loadStrategy(db, hash)
        strategies.set(hash, strategy)
        strategy.catch(() => strategies.delete(hash))
      }
      return strategy
    },
  }
}

const ACTIVE = plainStatement({
  name: 'config-active',
  text: 'select id from config_version where active',
  row: { id: 'int8' },
})

const VERSION = statement<{ hash: ContentHash; content: unknown }>({
  name: 'config-version',
  once: true,
  text: 'select hash, content from config_version where id = $1',
  row: { hash: 'text', content: json(anyJson) },
})

const STRATEGY = plainStatement({
  name: 'config-strategy',
  once: true,
  text: `select content from config_content where hash = $1 and kind = 'strategy'`,
  row: { content: json(objectIn) },
})

async function activeId(db: Database): Promise<number> {
  const [row] = await ask(db, ACTIVE)
  if (row) return row.id
  throw new ProblemError([
    {
      code: 'nothing_published',
      message: 'no version of the schedules is active',
      suggestion: 'run arrears publish',
    },
  ])
}

async function loadVersion(db: Database, id: number): Promise<ActiveConfig> {
  const [row] = await ask(db, VERSION, [id])
  if (!row) throw new Error(`version ${id} of the schedules is gone`)
  return { id, hash: row.hash, schedules: parseSchedules(row.content) }
}

async function loadStrategy(db: Database, hash: ContentHash): Promise<Strategy> {
  const [row] = await ask(db, STRATEGY, [hash])
  if (!row) throw new Error(`no version ${hash} of a strategy was ever published`)
  return parseStrategy(row.content)
}

import { hostname } from 'node:os'
import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { settingRows } from '../shell/env/settings.ts'
import { beatsOn } from '../shell/pg/watch/heartbeat.ts'
import { runProcess } from '../shell/run/process.ts'
import { isWorker, WORKERS } from '../shell/run/workers.ts'
import { didYouMean } from './did-you-mean.ts'
import { printJson } from './print-json.ts'
import { withDatabase } from './with-database.ts'

/** Several beats may be lost, a server may be restarted. */
const SILENT_SECONDS = 60
const NAMES = Object.keys(WORKERS)

export const workerCommand = defineCommand({
  meta: {
    name: 'worker',
    description: `Run one worker, or several in one process: ${NAMES.join(', ')}.\n\nSettings, from the environment:\n${settingsText()}`,
  },
  args: {
    name: { type: 'positional', required: true, several: true, description: NAMES.join(' | ') },
    'require-separation': {
      type: 'boolean',
      default: false,
      description: 'refuse to start where the engine could change facts or tables',
    },
    healthy: {
      type: 'boolean',
      default: false,
      description: 'run nothing: end with 0 where such a process of this host lives, else with 1',
    },
    json: {
      type: 'boolean',
      default: false,
      description: 'with --healthy: the answer as JSON; what a worker logs is JSON in any case',
    },
  },
  async run({ args }) {
    const names = args._.map(workerOf)
    if (args.healthy) return checkHealth(names.join('+'), args.json)
    if (args['require-separation']) process.env['REQUIRE_SEPARATION'] = 'true'
    await runProcess(
      names.join('+'),
      names.map((name) => WORKERS[name]),
    )
  },
})

/** The check is of this host alone: in a container, of its own process. */
async function checkHealth(worker: string, json: boolean): Promise<void> {
  const alive = await withDatabase((db) => beatsOn(db, worker, hostname(), SILENT_SECONDS))
  if (json) printJson({ worker, alive })
  if (alive) return
  console.error(`worker_silent: no ${worker} here has given a sign of life for ${SILENT_SECONDS} s`)
  process.exitCode = 1
}

function workerOf(name: string): keyof typeof WORKERS {
  if (isWorker(name)) return name
  throw new ProblemError([
    {
      code: 'unknown_worker',
      message: `there is no worker ${name}`,
      suggestion: didYouMean(name, NAMES),
    },
  ])
}

function settingsText(): string {
  return settingRows()
    .map((row) => `  ${row.name.padEnd(20)} ${row.about} [${row.default}]`)
    .join('\n')
}

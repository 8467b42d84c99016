import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { settingRows } from '../shell/env/settings.ts'
import { runProcess } from '../shell/run/process.ts'
import { isWorker, WORKERS } from '../shell/run/workers.ts'

const NAMES = Object.keys(WORKERS)

export const workerCommand = defineCommand({
  meta: {
    name: 'worker',
    description: `Run one worker, or several in one process: ${NAMES.join(', ')}.\n\nSettings, from the environment:\n${settingsText()}`,
  },
  args: {
    name: { type: 'positional', required: true, description: NAMES.join(' | ') },
    'require-separation': {
      type: 'boolean',
      default: false,
      description: 'refuse to start where the engine could change facts or tables',
    },
  },
  async run({ args }) {
    if (args['require-separation']) process.env['REQUIRE_SEPARATION'] = 'true'
    const names = args._.map(workerOf)
    await runProcess(
      names.join('+'),
      names.map((name) => WORKERS[name]),
    )
  },
})

function workerOf(name: string): keyof typeof WORKERS {
  if (isWorker(name)) return name
  throw new ProblemError([
    {
      code: 'unknown_worker',
      message: `there is no worker ${name}`,
      suggestion: `one of ${NAMES.join(', ')}`,
    },
  ])
}

function settingsText(): string {
  return settingRows()
    .map((row) => `  ${row.name.padEnd(20)} ${row.about} [${row.default}]`)
    .join('\n')
}

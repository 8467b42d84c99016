import { defineCommand } from 'citty'
import { FIGURES, type FigureId, isFigure } from '../../bench/figures.ts'
import { machineLine, measure, type Result, USUAL } from '../../bench/harness.ts'
import { linesOf } from '../../bench/report.ts'
import { startServers } from '../../bench/servers.ts'
import { ProblemError } from '../core/base/problem.ts'
import { didYouMean } from './did-you-mean.ts'
import { wholeNumber } from './number.ts'
import { printJson } from './print-json.ts'
import { tellBegun } from './progress-bar.ts'

export const benchCommand = defineCommand({
  meta: {
    name: 'bench',
    description: 'Measure the engine against plain code, side by side on a private Postgres and Redis',
  },
  args: {
    figures: {
      type: 'positional',
      required: false,
      several: true,
      description: `which, such as B1 B3; all of ${Object.keys(FIGURES).join(', ')} where none is named`,
    },
    lines: {
      type: 'string',
      default: String(USUAL.lines),
      description: 'lines of the files of B11 (the larger one), B13, B13C and B14',
    },
    messages: {
      type: 'string',
      default: String(USUAL.messages),
      description: 'messages of each round of B3',
    },
    json: { type: 'boolean', default: false, description: 'print the results as JSON' },
  },
  async run({ args }) {
    const ids = idsOf(args._)
    const lines = wholeNumber('--lines', args.lines, [1])
    const messages = wholeNumber('--messages', args.messages, [1])
    if (!args.json) console.log(machineLine())
    const servers = await startServers()
    const results: Result[] = []
    try {
      for (const id of ids) {
        tellBegun(`${id} is prepared and measured`)
        const result = await measure(await FIGURES[id](), servers, { lines, messages })
        results.push(result)
        if (!args.json) for (const line of linesOf(result)) console.log(line)
      }
    } finally {
      await servers.stop()
    }
    if (args.json) printJson({ machine: machineLine(), results })
    if (results.some((result) => !result.reached)) process.exitCode = 1
  },
})

function idsOf(names: readonly string[]): FigureId[] {
  if (names.length === 0) return Object.keys(FIGURES).filter(isFigure)
  return names.map((name) => {
    const id = name.toUpperCase()
    if (isFigure(id)) return id
    throw new ProblemError([
      {
        code: 'unknown_figure',
        message: `there is no figure ${name}`,
        suggestion: didYouMean(id, Object.keys(FIGURES)),
      },
    ])
  })
}

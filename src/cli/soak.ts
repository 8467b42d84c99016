import { defineCommand } from 'citty'
import { machineLine } from '../../bench/harness.ts'
import { isFaulty } from '../../fault/judge.ts'
import { saveSoak } from '../../fault/reliability.ts'
import { soak } from '../../fault/soak.ts'
import { wholeNumber } from './number.ts'
import { printJson } from './print-json.ts'
import { tellBegun } from './progress-bar.ts'

export const soakCommand = defineCommand({
  meta: {
    name: 'soak',
    description:
      'Let a whole engine of its own work for a long time while one of its workers is killed every minute, with a gateway as the judge of what went out. Exit 0 nothing was found, 1 something was, 2 not run.',
  },
  args: {
    minutes: { type: 'string', default: '10', description: 'how long new accounts come' },
    rate: { type: 'string', default: '20', description: 'new accounts a second, with one contact each' },
    json: { type: 'boolean', default: false, description: 'print the result as JSON' },
    save: { type: 'boolean', default: false, description: 'write docs/reliability/soak.json and the page' },
  },
  async run({ args }) {
    const machine = machineLine()
    if (!args.json) console.log(machine)
    tellBegun('an engine of its own is brought up; each minute is told once it is over')
    const found = await soak({
      minutes: wholeNumber('--minutes', args.minutes, [2, 600]),
      rate: wholeNumber('--rate', args.rate, [1, 200]),
      tell: ({ minute, contacts, memoryMb, postgresMb, redisMb, checkToRequest, violations }) => {
        if (args.json) return
        const line = `minute ${minute.toFixed(1)}: ${contacts} contacts, workers ${memoryMb} MB, Postgres ${postgresMb} MB, Redis ${redisMb} MB, check to request ${checkToRequest.p99} ms (99 %), violations ${violations}`
        console.log(line)
      },
    })
    if (args.save) saveSoak('.', machine, found)
    if (args.json) printJson({ machine, ...found })
    else console.log(said(found))
    if (isFaulty(found)) process.exitCode = 1
  },
})

function said(found: Awaited<ReturnType<typeof soak>>): string {
  const { findings, ...figures } = found
  const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(20)} ${JSON.stringify(value)}`)
  return [...lines, ...findings.slice(0, 20).map((finding) => `    ${finding}`)].join('\n')
}

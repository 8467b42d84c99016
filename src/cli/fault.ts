import { defineCommand } from 'citty'
import { machineLine } from '../../bench/harness.ts'
import { FAULT_NAMES, FAULTS } from '../../fault/faults.ts'
import { isSilentOrFalse, runAlarms } from '../../fault/alarm-run.ts'
import { alarmLine, headLine, linesOf, sumLine } from '../../fault/report.ts'
import { saveAlarms, saveFaults } from '../../fault/reliability.ts'
import { isFaulty } from '../../fault/judge.ts'
import { runFaults } from '../../fault/run.ts'
import { wholeNumber } from './number.ts'
import { printJson } from './print-json.ts'
import { tellBegun } from './progress-bar.ts'

const LEAST = 10
const MOST = 2_000

export const faultCommand = defineCommand({
  meta: {
    name: 'fault',
    description: `Kill, freeze and cut off a whole engine of its own while it works, with a gateway as the judge of what went out: nothing twice, nothing without a permit, nothing lost. Exit 0 nothing was found, 1 something was, 2 not run.\n\n${faultsText()}`,
  },
  args: {
    faults: {
      type: 'positional',
      required: false,
      several: true,
      words: FAULT_NAMES,
      description: 'which; all where none is named',
    },
    alarms: {
      type: 'boolean',
      default: false,
      description:
        'instead: what each alarm is there to notice, one after the other, and when it rings; takes about 20 minutes',
    },
    contacts: { type: 'string', default: '240', description: 'accounts for each fault' },
    save: { type: 'boolean', default: false, description: 'write docs/reliability/faults.json and the page' },
    json: { type: 'boolean', default: false, description: 'print the results as JSON' },
  },
  async run({ args }) {
    if (args.alarms) return alarms(args)
    const faults = args._.length > 0 ? args._ : FAULT_NAMES
    if (!args.json) for (const line of [machineLine(), headLine()]) console.log(line)
    const results = await runFaults({
      faults,
      contacts: wholeNumber('--contacts', args.contacts, [LEAST, MOST]),
      begin: tellBegun,
      tell: (result) => {
        if (!args.json) for (const line of linesOf(result)) console.log(line)
      },
    })
    if (args.save) saveFaults('.', machineLine(), results)
    if (args.json) printJson({ machine: machineLine(), results })
    else console.log(sumLine(results))
    if (results.some(isFaulty)) process.exitCode = 1
  },
})

async function alarms({ json, save }: { json: boolean; save: boolean }): Promise<void> {
  if (!json) console.log(`${machineLine()}\nfirst, nothing is wrong for some minutes`)
  const run = await runAlarms((result) => {
    if (!json) console.log(alarmLine(result))
  })
  if (save) saveAlarms('.', machineLine(), run)
  if (json) printJson({ machine: machineLine(), ...run })
  else console.log(`rang while nothing was wrong: ${run.wrongly.join(', ') || 'nothing'}`)
  if (run.wrongly.length > 0 || run.results.some(isSilentOrFalse)) process.exitCode = 1
}

function faultsText(): string {
  return FAULT_NAMES.map((name) => `  ${name.padEnd(18)}${FAULTS[name]?.about ?? ''}`).join('\n')
}

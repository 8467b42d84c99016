import { randomUUID } from 'node:crypto'
import { defineCommand } from 'citty'
import type { PointKind } from '../core/base/list.ts'
import { ProblemError } from '../core/base/problem.ts'
import { HOUR } from '../core/base/time.ts'
import { messageKind } from '../core/channel/channel.ts'
import type { ProviderFile } from '../core/model/provider.ts'
import { tryHouse } from '../shell/letter/try-house.ts'
import { tryProvider } from '../shell/provider/try-provider.ts'
import { loadSchedules } from '../shell/config/load.ts'
import { didYouMean } from './did-you-mean.ts'
import { jsonLine } from './print-json.ts'

/** Nobody is there. */
const SOMEWHERE: Record<PointKind, string> = {
  phone: '+12025550100',
  email: 'debtor@mail.example',
  address: '1 Main Street, Albany',
  handle: '@debtor',
}

const testCommand = defineCommand({
  meta: {
    name: 'test',
    description: `Try a provider of schedules/providers phase by phase: its file, its class, what it needs of the environment, the request, the answer, the question, what it tells. Values of the environment are never printed. Without --dry one message really goes out. Exit 0 it went well, 1 it did not, 2 not done.

Examples:
  arrears provider test example-json --dry
  arrears provider test acme-sms --to +12025550100
  arrears provider test acme-mail --to lin@mail.example`,
  },
  args: {
    name: { type: 'positional', required: true, description: 'the provider', valueHint: 'NAME' },
    schedules: { type: 'string', default: 'schedules', description: 'the folder', valueHint: 'DIR' },
    dry: { type: 'boolean', default: false, description: 'show every phase and send nothing' },
    to: {
      type: 'string',
      description: 'the number or address that the message goes to',
      valueHint: 'NUMBER',
    },
    text: { type: 'string', default: 'A test.', description: 'what it says' },
    template: {
      type: 'string',
      description: 'the text of the file, where the vendor takes no other; default its first',
      valueHint: 'NAME',
    },
    json: { type: 'boolean', default: false, description: 'one object per phase, as JSON' },
  },
  async run({ args }) {
    const file = providerNamed(args.name, args.schedules)
    if (!args.dry && args.to === undefined) {
      throw new ProblemError([
        {
          code: 'missing_option',
          path: '--to',
          message: 'a message needs a number or address to go to',
          suggestion: '--dry shows every phase and sends nothing',
        },
      ])
    }
    const [channel] = file.channels
    if (channel === undefined) return
    const now = Date.now()
    const { titled, points } = messageKind(channel)
    const parcel = {
      channel,
      provider: file.provider,
      reference: randomUUID(),
      to: args.to ?? SOMEWHERE[points[0]],
      text: args.text,
      ...(titled && { subject: 'A test' }),
      at: now,
      validUntil: now + HOUR,
    }
    const tried = file.kind === 'print' ? tryHouse : tryProvider
    const phases = await tried(file, parcel, {
      environment: process.env,
      dry: args.dry,
      ...(args.template !== undefined && { template: args.template }),
    })
    for (const { phase, well, told } of phases) {
      if (args.json) process.stdout.write(jsonLine({ phase, well, told }))
      else
        console.log(
          [`${well ? 'ok  ' : 'FAIL'} ${phase}`, ...told.map((line) => `       ${line}`)].join('\n'),
        )
    }
    if (phases.some(({ well }) => !well)) process.exitCode = 1
  },
})

export const providerCommand = defineCommand({
  meta: { name: 'provider', description: 'Who carries messages: try one, phase by phase' },
  subCommands: { test: testCommand },
})

function providerNamed(name: string, dir: string): ProviderFile {
  const { schedules, problems } = loadSchedules(dir)
  if (!schedules) throw new ProblemError(problems)
  const providers = schedules.providers ?? []
  const found = providers.find((one) => one.provider === name)
  if (found) return found
  const known = providers.map(({ provider }) => provider)
  throw new ProblemError([
    {
      code: 'unknown_provider',
      message: `there is no provider ${name}`,
      suggestion: didYouMean(name, known),
    },
  ])
}

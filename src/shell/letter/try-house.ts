import type { Parcel } from '../../channels/channel.ts'
import { usualAt } from '../../channels/letter/paper.ts'
import { isoOf } from '../../core/base/time.ts'
import type { ProviderFile } from '../../core/model/provider.ts'
import { classOf, traitsOf } from '../../providers/class.ts'
import { lastCutOff } from '../../providers/print/cut-off.ts'
import { capabilitiesOfPrint, envNamesOfPrint } from '../../providers/print/print.ts'
import { type PrintHouse, PrintHouseSchema } from '../../providers/print/schema.ts'
import type { Phase } from '../provider/try-provider.ts'
import { outletOf } from './houses.ts'

interface Trial {
  environment: Readonly<Record<string, string | undefined>>
  /** The directory is not touched. */
  dry: boolean
}

/** A print house is tried phase by phase: a letter is printed and put where nobody looks, and taken back. Nothing is posted. */
export async function tryHouse(
  { hash: _hash, ...file }: ProviderFile,
  parcel: Parcel,
  trial: Trial,
): Promise<Phase[]> {
  const house = PrintHouseSchema.parse(file)
  const { phase, pdf } = await letterPhase(house, parcel)
  const directory = trial.dry ? [] : [await directoryPhase(house, pdf, trial)]
  return [
    classPhase(),
    environmentOf(house, trial),
    phase,
    handOverPhase(house, parcel),
    ...directory,
    callbackPhase(house),
  ]
}

function classPhase(): Phase {
  const name = classOf(capabilitiesOfPrint())
  const { has, settledBy } = traitsOf(name)
  const told = [`it has ${has}: a letter stands in the engine's own book until it is handed over`, settledBy]
  return { phase: `class ${name}`, well: true, told }
}

function environmentOf(house: PrintHouse, { environment, dry }: Trial): Phase {
  const carry = envNamesOfPrint(house, 'carry')
  const names = [...new Set([...carry, ...envNamesOfPrint(house, 'hear')])]
  const told = names.map((name) => `${name} ${environment[name] ? 'is set' : 'is NOT set'}`)
  return { phase: 'environment', well: dry || carry.every((name) => environment[name]), told }
}

async function letterPhase(
  house: PrintHouse,
  { to, text, at, reference }: Parcel,
): Promise<{ phase: Phase; pdf: Buffer | null }> {
  const usual = usualAt([])
  const on = { paper: house.paper ?? usual.paper, window: house.window ?? usual.window, locale: 'en', at }
  const quote = reference.slice(0, 8).toUpperCase()
  const { print } = await import('../../channels/letter/pdf.ts')
  const printed = await print(
    {
      sender: house.sender,
      name: 'A Test',
      address: to,
      day: isoOf(at).slice(0, 10),
      subject: 'A test',
      text,
      quote,
    },
    on,
  )
  const told = printed.ok
    ? [
        `${printed.pages} of ${on.paper}, window ${on.window}, ${printed.pdf.length} bytes, SHA-256 ${printed.sha256}`,
      ]
    : [`cannot_render.${printed.why}`]
  return { phase: { phase: 'letter', well: printed.ok, told }, pdf: printed.ok ? printed.pdf : null }
}

function handOverPhase({ handOver, sent }: PrintHouse, { at }: Parcel): Phase {
  const told = [
    `at ${handOver.at} in ${handOver.zone} on ${handOver.days.join(', ')}; last at ${isoOf(lastCutOff(handOver, at))}`,
    `a letter is sent once it was ${sent.when === 'posted' ? 'posted, by the word of the house' : 'handed over'}`,
  ]
  return { phase: 'hand-over', well: true, told }
}

async function directoryPhase(house: PrintHouse, pdf: Buffer | null, { environment }: Trial): Promise<Phase> {
  const told = (well: boolean, words: string): Phase => ({ phase: 'directory', well, told: [words] })
  if (house.handOver.http) return told(true, 'files go over HTTP: nothing was tried')
  try {
    const out = outletOf(house, environment)
    if (!out || pdf === null) return told(false, 'nothing was put there')
    const staged = await out.stage('test', 'trial')
    await out.put(staged, 'test.pdf', pdf)
    await out.finish(staged)
    await out.takeBack(staged)
    return { phase: 'directory', well: true, told: ['a letter was put where nobody looks, and taken back'] }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error'
    return { phase: 'directory', well: false, told: [`it cannot be written to: ${code}`] }
  }
}

function callbackPhase({ provider, channels, callback }: PrintHouse): Phase {
  const own = channels.map((channel) => `POST <address of the API>/v1/callbacks/${channel}/${provider}`)
  const ours = 'our own form at /v1/callbacks/CHANNEL, or a file: arrears import receipts'
  return { phase: 'callback', well: true, told: callback ? own : [ours] }
}

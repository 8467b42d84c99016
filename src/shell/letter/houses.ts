import type { ConfigPort } from '../../flow/ports/config.ts'
import { fillIn } from '../../providers/http/placeholders.ts'
import { envNamesOfPrint } from '../../providers/print/print.ts'
import { type PrintHouse, PrintHouseSchema } from '../../providers/print/schema.ts'

/** The print houses of the active schedules. */
export async function printHouses(config: ConfigPort): Promise<PrintHouse[]> {
  const { schedules } = await config.active()
  return (schedules.providers ?? []).flatMap(({ hash: _hash, ...file }) =>
    file.kind === 'print' ? [PrintHouseSchema.parse(file)] : [],
  )
}

/** The place where its batches are put; null = a value of the environment is not set. */
export function directoryOf(
  house: PrintHouse,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const names = envNamesOfPrint(house, 'carry')
  const values = names.flatMap((name) => (environment[name] ? [[`env.${name}`, environment[name]]] : []))
  return values.length < names.length
    ? null
    : fillIn(house.handOver.directory, Object.fromEntries(values) as Record<string, string>)
}

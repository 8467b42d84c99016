import type { Schedules } from '../../core/config/schedules.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import { fillIn } from '../../providers/http/placeholders.ts'
import { envNamesOfPrint } from '../../providers/print/print.ts'
import { type PrintHouse, PrintHouseSchema } from '../../providers/print/schema.ts'
import { outDirectory, type Outlet } from './directory.ts'
import { httpOutlet } from './http-out.ts'

/** The print houses of the active schedules. */
export async function printHouses(config: ConfigPort): Promise<PrintHouse[]> {
  return housesIn((await config.active()).schedules)
}

export function housesIn({ providers = [] }: Pick<Schedules, 'providers'>): PrintHouse[] {
  return providers.flatMap(({ hash: _hash, ...file }) =>
    file.kind === 'print' ? [PrintHouseSchema.parse(file)] : [],
  )
}

/** The place where its batches are put; null = a value of the environment is not set. */
export function outletOf(
  house: PrintHouse,
  environment: Readonly<Record<string, string | undefined>>,
): Outlet | null {
  const { directory, http } = house.handOver
  const names = envNamesOfPrint(house, 'carry')
  if (names.some((name) => !environment[name])) return null
  const values = Object.fromEntries(names.map((name) => [`env.${name}`, environment[name] ?? '']))
  if (http === undefined) return outDirectory(fillIn(directory ?? '', values))
  const headers = Object.entries(http.headers).map(([name, text]) => [name, fillIn(text, values)])
  return httpOutlet(fillIn(http.url, values), Object.fromEntries(headers) as Record<string, string>)
}

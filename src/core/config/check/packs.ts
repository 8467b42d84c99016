import type { Problem } from '../../base/problem.ts'
import { binds } from '../../compliance/pack/bind.ts'
import type { Pack } from '../../compliance/pack/pack.ts'
import { nearest } from '../../base/nearest.ts'
import { type Placed, repeated, type ScheduleParts } from '../placed.ts'
import type { Strategy } from '../../model/strategy.ts'

/** The check that strategies name the law that binds them, and that its calendars are there; the keys of packs are checked where they are read. */
export function checkPacks(parts: ScheduleParts): Problem[] {
  const { packs, calendars, strategies } = parts
  const twice = repeated(packs, ({ pack }) => pack).map(({ name }): Problem => {
    return { code: 'duplicate_pack', file: fileOf(name), message: `${name} is there twice` }
  })
  const known = calendars.map(({ calendar }) => calendar)
  return [
    ...twice,
    ...packs.flatMap((pack) => checkCalendar(pack, known)),
    ...strategies.flatMap((placed) => [...checkNamed(placed, packs), ...checkBinding(placed, packs)]),
  ]
}

function fileOf(pack: string): string {
  return `compliance/${pack}.yaml`
}

function checkCalendar({ pack, clock }: Pack, known: readonly string[]): Problem[] {
  const { calendar } = clock
  if (calendar === undefined || known.includes(calendar)) return []
  const meant = nearest(calendar, known)
  const message = `there is no calendar ${calendar}`
  const suggestion = meant ? `did you mean ${meant}?` : `write calendars/${calendar}.yaml`
  return [{ code: 'unknown_calendar', file: fileOf(pack), path: 'clock.calendar', message, suggestion }]
}

function checkNamed({ file, value }: Placed<Strategy>, packs: readonly Pack[]): Problem[] {
  const known = packs.map(({ pack }) => pack)
  return value.packs.flatMap((pack, index): Problem[] => {
    if (known.includes(pack)) return []
    const meant = nearest(pack, known)
    const suggestion = meant ? `did you mean ${meant}?` : `packs: ${known.join(', ')}`
    return [
      {
        code: 'unknown_pack',
        file,
        path: `packs[${index}]`,
        message: `there is no pack ${pack}`,
        suggestion,
      },
    ]
  })
}

/** A pack that binds accounts which the strategy says it takes. Where it names no region, packs of a residence are not asked for: they bind by the person. A pack that binds everybody, or everybody who has none of his own, goes without saying. */
function checkBinding({ file, value }: Placed<Strategy>, packs: readonly Pack[]): Problem[] {
  const { region, actor = [null], product = [null] } = value.applies
  const binding = packs.filter(
    (pack) =>
      Object.keys(pack.binds).length > 0 &&
      !pack.binds.uncovered &&
      (region !== undefined || pack.binds.residence === undefined) &&
      actor.some((one) =>
        product.some((other) => binds(pack, { regions: region ?? [], actor: one, product: other }, packs)),
      ),
  )
  return binding
    .filter(({ pack }) => !value.packs.includes(pack))
    .map(({ pack, title }): Problem => {
      const message = `${pack} binds accounts of this strategy and is not listed (${title})`
      return { code: 'pack_not_listed', file, path: 'packs', message, suggestion: `add ${pack}` }
    })
}

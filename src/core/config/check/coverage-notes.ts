import type { Problem } from '../../base/problem.ts'
import { type Coverage, coverageOf } from '../../compliance/pack/coverage.ts'
import type { Strategy } from '../../model/strategy.ts'
import type { Placed, ScheduleParts } from '../placed.ts'

/** The places in which each strategy's people have law of their own, those in which it is accepted that they have none, and those in which their cases would be held. */
export function coverageNotes(parts: ScheduleParts): Problem[] {
  return parts.strategies.flatMap((placed) => notesOf(placed, parts))
}

function notesOf({ file, value }: Placed<Strategy>, { packs, residences }: ScheduleParts): Problem[] {
  const { region } = value.applies
  if (!region) {
    const message =
      'it takes people of any residence: cases of those for whom no pack is on file are held (no_law_on_file)'
    return [
      { code: 'any_residence', file, path: 'applies', message, suggestion: 'name them in applies.region' },
    ]
  }
  const law = { packs, ...(residences && { residences: residences.value }) }
  const found = new Map<Coverage, string[]>()
  for (const actor of value.applies.actor ?? [null])
    for (const product of value.applies.product ?? [null])
      for (const area of region) {
        const coverage = coverageOf(law, area, { actor, product }, [value])
        const named = product === null ? area : `${area} ${product}`
        found.set(coverage, [...(found.get(coverage) ?? []), named])
      }
  return (['accepted', 'neither'] as const).flatMap((coverage): Problem[] => {
    const names = [...new Set(found.get(coverage))]
    if (names.length === 0) return []
    const message = `${names.join(', ')}: ${WORDS[coverage]}`
    return [
      {
        code: coverage === 'accepted' ? 'accepted_without_law' : 'no_law_on_file',
        file,
        path: 'applies',
        message,
      },
    ]
  })
}

const WORDS = {
  accepted: 'no pack of the place binds, and this file or residences.yaml accepts that',
  neither: 'no law is on file, and nothing accepts that: the cases are held',
}

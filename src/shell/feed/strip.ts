import { FACT, type FactInput } from '../../core/fact/fact.ts'

/** The fact without names, numbers, addresses and free text; the engine's own id of a point says nothing about anybody. */
export function withoutPersonalValues(fact: FactInput): FactInput {
  const { personal = [], required = [] } = FACT[fact.type]
  const rest: Record<string, unknown> = { ...fact }
  for (const field of personal) delete rest[field]
  for (const field of required) rest[field] = '-'
  if (typeof rest['point'] === 'string') delete rest['point']
  return rest as FactInput
}

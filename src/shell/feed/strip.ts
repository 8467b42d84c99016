import type { FactInput } from '../../core/fact/fact.ts'

/** The fact without names, numbers, addresses and free text. */
export function withoutPersonalValues(fact: FactInput): FactInput {
  switch (fact.type) {
    case 'account.opened': {
      const { name: _name, phone: _phone, points: _points, ...rest } = fact
      return rest
    }
    case 'point.added':
      return { ...fact, value: '-' }
    case 'dispute.opened': {
      const { reason: _reason, ...rest } = fact
      return rest
    }
    case 'contact.outcome': {
      const { note: _note, ...rest } = fact
      return rest
    }
    case 'contact.recorded': {
      const { text: _text, ...rest } = fact
      return withoutPoint(rest)
    }
    default:
      return 'point' in fact ? withoutPoint(fact) : fact
  }
}

/** The engine's own id of a point says nothing about anybody. */
function withoutPoint<T extends { point?: string | number | undefined }>(fact: T): T {
  if (typeof fact.point !== 'string') return fact
  const { point: _point, ...rest } = fact
  return rest as T
}

import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { Sealed } from '../../core/fact/ledger.ts'

/** A prepared fact as JSON, without a personal value in the clear, and back. */
export function toStaged(prepared: PreparedFact): unknown {
  const { name, points, text } = prepared
  return {
    ...prepared,
    name: name && sealedText(name),
    points: points.map((point) => ({ ...point, value: sealedText(point.value) })),
    text: text && { ...text, ...sealedText(text), salt: base64(text.salt) },
  }
}

export function fromStaged(staged: unknown): PreparedFact {
  // Written by toStaged a moment ago, in a table that nothing else writes.
  const read = staged as PreparedFact & Record<string, unknown>
  return {
    ...read,
    name: read.name && sealed(read.name),
    points: read.points.map((point) => ({ ...point, value: sealed(point.value) })),
    text: read.text && { ...read.text, ...sealed(read.text), salt: bytes(read.text.salt) },
  }
}

function sealedText({ value, keyId }: Sealed): { value: string; keyId: string } {
  return { value: base64(value), keyId }
}

function sealed({ value, keyId }: Sealed): Sealed {
  return { value: bytes(value), keyId }
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64')
}

function bytes(value: unknown): Buffer {
  return Buffer.from(String(value), 'base64')
}

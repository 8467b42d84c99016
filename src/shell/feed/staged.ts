import { FACT } from '../../core/fact/fact.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { Sealed, SealedText } from '../../core/model/ledger.ts'
import type { PointReading, PreparedPoint } from '../../core/fact/telling.ts'
import type { RefusedRow } from '../../core/fact/refused-row.ts'
import { ZONES_FROM } from '../../core/model/ledger.ts'

/** What most facts have nothing of is left out of the staging. */
export const PLAIN: Pick<
  PreparedFact,
  'points' | 'pointHash' | 'named' | 'regions' | 'zones' | 'zonesFrom' | 'name' | 'text' | 'reply'
> = {
  points: [],
  pointHash: null,
  named: null,
  regions: [],
  zones: [],
  zonesFrom: ZONES_FROM.nothing,
  name: null,
  text: null,
  reply: null,
}

/** A prepared fact as JSON, without a personal value in the clear, and back. */
export function toStaged(prepared: PreparedFact | RefusedRow): unknown {
  if ('refused' in prepared) return prepared
  const { fact, source, key, line, at, digest, subject, was, before, pointHash, name, points, text } =
    prepared
  const { ends, named, reply, bare } = prepared
  const brings = !bare && FACT[fact.type].bringsPoints === true
  // JSON leaves out what is undefined.
  return {
    fact,
    source,
    key,
    line,
    at,
    digest,
    subject,
    was,
    before: was && before,
    ends,
    text: text ? textStaged(text) : undefined,
    pointHash: pointHash ?? undefined,
    named: named ? { ...named, raw: textStaged(named.raw) } : undefined,
    reply: reply ?? undefined,
    bare,
    regions: brings ? prepared.regions : undefined,
    zones: brings ? prepared.zones : undefined,
    zonesFrom: brings ? prepared.zonesFrom : undefined,
    name: brings ? name && sealedText(name) : undefined,
    points: brings ? points.map(pointStaged) : undefined,
  }
}

function pointStaged(point: PreparedPoint): unknown {
  const readings = point.readings.map((reading) => ({ ...reading, value: sealedText(reading.value) }))
  return { ...point, readings }
}

export function fromStaged(staged: unknown): PreparedFact | RefusedRow {
  // A moment ago toStaged wrote it, into a table that nothing else writes.
  if ('refused' in (staged as RefusedRow)) return staged as RefusedRow
  const { fact, source, key, line, at, digest, subject, ...rest } = staged as PreparedFact
  return Object.assign({ fact, source, key, line, at, digest, subject, ...PLAIN }, rest, back(rest))
}

/** What of it is bytes. */
function back({ name, points, named, text }: Partial<PreparedFact>): Partial<PreparedFact> {
  const made: Partial<PreparedFact> = {}
  if (name) made.name = sealed(name)
  if (points) made.points = points.map(pointBack)
  if (named) made.named = { ...named, raw: textBack(named.raw) }
  if (text) made.text = textBack(text)
  return made
}

function pointBack(point: PreparedPoint): PreparedPoint {
  return { ...point, readings: point.readings.map(readingBack) }
}

function readingBack(reading: PointReading): PointReading {
  return { ...reading, value: sealed(reading.value) }
}

function textStaged(text: SealedText): unknown {
  return { ...text, ...sealedText(text), salt: base64(text.salt) }
}

function textBack(text: SealedText): SealedText {
  return { ...text, ...sealed(text), salt: bytes(text.salt) }
}

function sealedText({ value, keyId }: Sealed): { value: string; keyId: string } {
  return { value: base64(value), keyId }
}

function sealed({ value, keyId }: Sealed): Sealed {
  return { value: bytes(value), keyId }
}

function base64(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
}

function bytes(value: unknown): Buffer {
  return Buffer.from(String(value), 'base64')
}

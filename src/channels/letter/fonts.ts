import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'
import { create, type Font } from 'fontkit'

/** One file of a font: the signs of one script. */
export interface Face {
  /** The name by which a document knows it: the same face is embedded once. */
  name: string
  font: Font
}

const LATIN = [
  'latin',
  'latin-ext',
  'greek',
  'greek-ext',
  'cyrillic',
  'cyrillic-ext',
  'vietnamese',
  'devanagari',
]
const WEIGHT = { regular: 400, bold: 700 } as const
export type Weight = keyof typeof WEIGHT

const open = new Map<string, Face>()
const require = createRequire(import.meta.url)

/** Faces in the order in which they are asked for a sign; each is read once. A Chinese letter takes its punctuation from the Chinese one. */
export function facesFor(language: string, weight: Weight): (() => Face)[] {
  const latin = LATIN.map((script) => () => faceOf('noto-sans', script, weight))
  const han = () => faceOf('noto-sans-sc', 'chinese-simplified', weight)
  return language === 'zh' ? [han, ...latin] : [...latin, han]
}

function faceOf(family: string, script: string, weight: Weight): Face {
  const name = `${family}-${script}-${WEIGHT[weight]}-normal`
  let face = open.get(name)
  if (!face) {
    const file = require.resolve(`@fontsource/${family}/files/${name}.woff`)
    face = { name, font: create(unpacked(readFileSync(file))) as Font }
    open.set(name, face)
  }
  return face
}

const WOFF = { head: 44, entry: 20 } as const
const SFNT = { head: 12, entry: 16 } as const

/** A WOFF as the plain font that is in it: a packed one is unpacked anew for every sign that is looked up, which takes a letter seconds. */
function unpacked(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(SFNT.head + SFNT.entry * count)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  const parts = [head]
  let end = head.length
  for (let index = 0; index < count; index++) {
    const entry = WOFF.head + WOFF.entry * index
    const [from, packed, plain] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
    ]
    const raw = woff.subarray(from, from + packed)
    const table = packed < plain ? inflateSync(raw) : raw
    const to = SFNT.head + SFNT.entry * index
    woff.copy(head, to, entry, entry + 4)
    woff.copy(head, to + 4, entry + 16, entry + 20)
    head.writeUInt32BE(end, to + 8)
    head.writeUInt32BE(table.length, to + 12)
    const whole = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)])
    parts.push(whole)
    end += whole.length
  }
  return Buffer.concat(parts)
}

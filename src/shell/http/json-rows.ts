import { endOfString, firstSeen, isEndOfList, isList, markAt } from '../../core/fact/json-text.ts'
import type { Breath } from './breath.ts'
import { Refusal } from './refusal.ts'

const PIECE = 32 * 1024

/** Where the rows of a JSON body stand: of an array its elements, else the whole of it, as [start, end, start, end, ...]. Only the brackets are looked at, so that a bad row is a bad row and not a bad body; refuses what does not close. */
export async function rowsIn(text: string, breath: Breath): Promise<{ list: boolean; at: number[] }> {
  const first = firstSeen(text)
  if (first === text.length) throw malformed()
  if (!isList(text, first)) return { list: false, at: [first, text.length] }
  const at: number[] = []
  let [depth, start, looked] = [0, first + 1, first]
  for (let index = first; index < text.length; index++) {
    const mark = markAt(text, index)
    if (mark === 'string') index = endOfString(text, index)
    else if (mark === 'open') depth++
    else if (mark === 'close') {
      if (--depth > 0) continue
      if (!isEndOfList(text, index) || firstSeen(text, index + 1) < text.length) throw malformed()
      if (at.length > 0 || firstSeen(text, start) < index) at.push(start, index)
      return { list: true, at }
    } else if (mark === 'comma' && depth === 1) {
      at.push(start, index)
      start = index + 1
    }
    if (index - looked > PIECE) {
      await breath.after(index - looked)
      looked = index
    }
  }
  throw malformed()
}

function malformed(): Refusal {
  return new Refusal('malformed_json', 'the body is not a JSON document')
}

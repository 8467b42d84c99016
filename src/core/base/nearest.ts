/** Nobody mistypes a word of this length, and comparing it takes its length times that of each known one. */
const LONGEST = 64

/** Words that were asked about: a file that misspells one does it on every line. */
const asked = new WeakMap<readonly string[], Map<string, string | null>>()
const REMEMBERED = 1000

/** The closest of the known words, for "did you mean"; null where none is close. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > LONGEST) return null
  let answers = asked.get(known)
  if (!answers) asked.set(known, (answers = new Map()))
  let best = answers.get(word)
  if (best === undefined) {
    best = closest(word.toLowerCase(), known)
    if (answers.size >= REMEMBERED) answers.clear()
    answers.set(word, best)
  }
  return best
}

function closest(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(word, candidate.toLowerCase(), least)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** The distance is infinite where it is not less than `most`. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return Infinity
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current[j] = Math.min(swap, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1)
    }
    if (Math.min(...current) >= most) return Infinity
    previous = current
  }
  return previous[b.length] ?? 0
}

/** The same words give the same number between 0 and 1, so that a run can be played again. */
export function dice(...words: (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const letter of words.join('/')) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}

export function shuffled<T>(items: readonly T[], ...words: (string | number)[]): T[] {
  return items
    .map((item, index) => ({ item, turn: dice(...words, index) }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ item }) => item)
}

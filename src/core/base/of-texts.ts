/** Lines of a file say the same days, instants and zones again and again. */
const MOST = 1000
/** What is longer is hardly said twice. */
const LONGEST = 64

/** The function of a text that gives the same for the same text, whose last answers are kept: a bounded number, each of a short text. */
export function ofTexts<V>(of: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const made = of(text)
    if (text.length > LONGEST) return made
    if (known.size >= MOST) known.clear()
    known.set(text, made)
    return made
  }
}

/** The same of a number, such as the instant of a file. */
export function ofNumbers<V>(of: (number: number) => V): (number: number) => V {
  const known = new Map<number, V>()
  return (number) => {
    const before = known.get(number)
    if (before !== undefined) return before
    const made = of(number)
    if (known.size >= MOST) known.clear()
    known.set(number, made)
    return made
  }
}

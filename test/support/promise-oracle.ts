/** A second opinion on promises to pay, by hand and day by day; nothing of `src` is in it. Days are whole numbers, sums whole minor units, instants days with a fraction. */

export interface Paid {
  at: number
  known: number
  amount: number
}

export interface Word {
  name: string
  at: number
  by: number
  grace: number
  amount: number
  replaces: string | null
  cancelled: boolean
  /** A supervisor's word; null = none. */
  accepted: boolean | null
}

/** Shares are in hundredths: `least` is one of what is owed. */
export interface Limits {
  threshold: number
  longest: number
  least: number
  mostOpen: number
  mostBroken: number
}

export interface Debt {
  dueOn: number
  amount: number
}

interface Book {
  words: readonly Word[]
  paid: readonly Paid[]
  debts: readonly Debt[]
  limits: Limits
}

/** What each promise is at that instant, by name. */
export function oracle(book: Book, now: number): Map<string, string> {
  const standing = takenBy(book, now)
  const sums = poured(book, standing, now)
  const told = new Map<string, string>()
  for (const word of book.words) told.set(word.name, tellOne(word, { book, standing, sums, now }))
  return told
}

interface Standing {
  taken: Map<string, Word>
  /** The instant at which another took its place. */
  ended: Map<string, number>
}

/** The promises as they were made, one after the other: each looks at what stood when it was made. */
function takenBy(book: Book, now: number): Standing {
  const standing: Standing = { taken: new Map(), ended: new Map() }
  const inOrder = [...book.words].sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
  for (const word of inOrder) {
    if (word.at > now || word.cancelled || word.accepted === false) continue
    const sums = poured(book, standing, word.at)
    const day = Math.floor(word.at)
    const alive = [...standing.taken.values()].filter((one) => !standing.ended.has(one.name))
    const unkept = alive.filter((one) => !isEnough(one, sums, book.limits))
    const open = unkept.filter((one) => one.by + one.grace >= day)
    const old = open.find(({ name }) => name === word.replaces)
    const within =
      word.by - day <= book.limits.longest &&
      word.amount * 100 >= book.limits.least * owedAt(book, word.at) &&
      open.length - (old ? 1 : 0) < book.limits.mostOpen &&
      unkept.length - open.length < book.limits.mostBroken
    if (!within && word.accepted !== true) continue
    standing.taken.set(word.name, word)
    if (old) standing.ended.set(old.name, word.at)
  }
  return standing
}

/** Money goes, payment by payment, to what falls due first. */
function poured({ paid, limits }: Book, { taken, ended }: Standing, now: number): Map<string, number> {
  const sums = new Map<string, number>([...taken.keys()].map((name) => [name, 0]))
  const due = [...taken.values()].sort((a, b) => a.by - b.by || a.at - b.at || a.amount - b.amount)
  const known = paid.filter((one) => one.known <= now && Math.floor(one.at) <= Math.floor(now))
  const inOrder = [...known].sort(
    (a, b) => Math.floor(a.at) - Math.floor(b.at) || a.known - b.known || a.amount - b.amount,
  )
  for (const one of inOrder) {
    let left = one.amount
    for (const word of due) {
      const day = Math.floor(one.at)
      const fits =
        one.known > word.at &&
        one.known <= (ended.get(word.name) ?? Infinity) &&
        day >= Math.floor(word.at) &&
        day <= word.by + word.grace
      if (!fits || isEnough(word, sums, limits)) continue
      const part = Math.min(left, word.amount - (sums.get(word.name) ?? 0))
      sums.set(word.name, (sums.get(word.name) ?? 0) + part)
      left -= part
    }
  }
  return sums
}

function isEnough(word: Word, sums: ReadonlyMap<string, number>, { threshold }: Limits): boolean {
  return (sums.get(word.name) ?? 0) * 100 >= word.amount * threshold
}

function owedAt({ debts, paid }: Book, at: number): number {
  const day = Math.floor(at)
  const due = debts.filter(({ dueOn }) => dueOn < day).reduce((sum, { amount }) => sum + amount, 0)
  const before = paid.filter((one) => {
    const on = Math.floor(one.at)
    return on < day || (on === day && one.known <= at)
  })
  return Math.max(0, due - before.reduce((sum, { amount }) => sum + amount, 0))
}

function tellOne(
  word: Word,
  { book, standing, sums, now }: { book: Book; standing: Standing; sums: Map<string, number>; now: number },
): string {
  const over = Math.floor(now) > word.by + word.grace
  if (word.cancelled) return 'cancelled'
  if (word.accepted === false) return 'refused'
  if (!standing.taken.has(word.name)) return over ? 'expired' : 'asked'
  if (standing.ended.has(word.name)) return 'superseded'
  if (isEnough(word, sums, book.limits)) return 'kept'
  if (!over) return 'open'
  return (sums.get(word.name) ?? 0) > 0 ? 'partly_kept' : 'broken'
}

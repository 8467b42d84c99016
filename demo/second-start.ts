import { addDays, dayOf, daysBetween } from '../src/core/base/time.ts'
import type { Book, DemoChoice } from './open-book.ts'

/** The command line says these of the book; what is absent it does not say. */
export type Asked = Partial<Pick<DemoChoice, 'days' | 'accounts' | 'seed'>>

export const USUAL: DemoChoice = { days: 90, accounts: 1000, seed: '1', from: '2026-03-02' }

/** The book that is there is played on, further where more days are asked for; else a new one is made. */
export function bookToPlay({ made }: Pick<Book, 'made'>, asked: Asked): DemoChoice {
  if (made === null) return { ...USUAL, ...asked }
  return { ...made, days: Math.max(made.days, asked.days ?? 0) }
}

/** A second start says which book it goes on with, and what it was asked for and cannot do. */
export function bookWords(book: Pick<Book, 'made' | 'playedTo'>, asked: Asked): string[] {
  const { made, playedTo } = book
  if (made === null) return []
  const { from, seed, accounts } = made
  const { days } = bookToPlay(book, asked)
  const end = addDays(from, days)
  const day = playedTo === null ? from : dayOf('UTC', playedTo + 1)
  const left = Math.max(0, daysBetween(day, end))
  const unheeded: Asked = {
    ...(asked.seed !== undefined && asked.seed !== seed && { seed: asked.seed }),
    ...(asked.accounts !== undefined && asked.accounts !== accounts && { accounts: asked.accounts }),
    ...(asked.days !== undefined && asked.days < days && { days: asked.days }),
  }
  return [
    `going on with the book that is here: seed ${seed}, ${accounts} accounts, ${days - left} of ${days} days are played`,
    ...(left === 0 ? [`nothing is left to play: npm start -- --days ${days + 30} plays on`] : []),
    ...(Object.keys(unheeded).length > 0
      ? [
          `not heeded: ${optionsIn(unheeded)}; npm start -- --reset ${optionsIn(unheeded)} wipes this book and begins that one`,
        ]
      : []),
  ]
}

export function optionsIn(asked: Asked): string {
  return Object.entries(asked)
    .map(([name, value]) => `--${name} ${value}`)
    .join(' ')
}

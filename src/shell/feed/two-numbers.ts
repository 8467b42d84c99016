/** What stands before an extension. */
export const EXTENSION_WORD = '(?:ext|extension|x|durchwahl)'

/** A parameter of an address such as tel:+12025550101;ext=5, or an extension. */
const OF_THE_FIRST = `(?!\\s*(?:[a-z-]+=|${EXTENSION_WORD}\\.?\\s*\\d))`

/** Another number stands behind the first: nobody says which is meant. */
export const SECOND_NUMBER = new RegExp(`;${OF_THE_FIRST}(?:[^\\d;]*\\d){6}`, 'i')

const BETWEEN = new RegExp(`;${OF_THE_FIRST}|[,/|]|\\bor\\b|\\band\\b|\\s(?=\\+)`, 'i')

/** Two numbers stand in one text. */
export function holdsTwo(text: string): boolean {
  return text.split(BETWEEN).filter((part) => digitsIn(part) >= 6).length > 1
}

export function digitsIn(text: string): number {
  return text.replace(/\D/g, '').length
}

/** A bare list does not compile. */
type Answer<T> = T extends readonly unknown[] ? never : T

/** One document with an object at its top: a list stands under its own name, so that more can stand beside it one day. */
export function printJson<T extends object>(answer: Answer<T>): void {
  console.log(JSON.stringify(answer, null, 2))
}

/** One of several answers that come one after the other, each on a line of its own. */
export function jsonLine<T extends object>(answer: Answer<T>): string {
  return `${JSON.stringify(answer)}\n`
}

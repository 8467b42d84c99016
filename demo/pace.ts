/** A pace that days keep on the whole: what a busy one takes beyond its time, quiet ones after it make up for. `took` = the milliseconds of a day; the answer is how long to wait after it. */
export function paceOf(perDay: number): (took: number) => number {
  let late = 0
  return (took) => {
    const left = perDay - took - late
    late = Math.max(0, -left)
    return Math.max(0, left)
  }
}

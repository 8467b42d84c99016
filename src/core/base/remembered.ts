/** A memory of what depends on an owner alone, such as the packs of one version of the schedules: each answer is worked out once for as long as the owner is kept. */
export function remembered<Answer>(): (owner: object, key: string, find: () => Answer) => Answer {
  const owners = new WeakMap<object, Map<string, Answer>>()
  return (owner, key, find) => {
    let answers = owners.get(owner)
    if (!answers) owners.set(owner, (answers = new Map<string, Answer>()))
    const known = answers.get(key)
    if (known !== undefined || answers.has(key)) return known as Answer
    const answer = find()
    if (answers.size >= MOST_ANSWERS) answers.clear()
    answers.set(key, answer)
    return answer
  }
}
const MOST_ANSWERS = 5000

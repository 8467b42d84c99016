/** The last fact of a person that is committed: read under the lock of the person, it parts what was known from what came later. */
export function lastFactOf(person: string): string {
  return `(select coalesce(max(f.id), 0) from fact f where f.person_id = ${person})`
}

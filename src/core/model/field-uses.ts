/** The fields of a row that a table of uses marks with that word. */
export function fieldsOf<Row extends object, Use extends string = string>(
  uses: Record<keyof Required<Row>, Use>,
  wanted: NoInfer<Use>,
): (keyof Row)[] {
  return (Object.entries(uses) as [keyof Row, Use][]).flatMap(([field, use]) =>
    use === wanted ? [field] : [],
  )
}

export function valuesOf<Row extends object>(row: Row, fields: readonly (keyof Row)[]): unknown[] {
  return fields.map((field) => row[field])
}

/** Whether one of these fields is a list with anything in it. */
export function hasAny<Row extends object>(row: Row, fields: readonly (keyof Row)[]): boolean {
  return fields.some((field) => {
    const list: unknown = row[field]
    return Array.isArray(list) && list.length > 0
  })
}

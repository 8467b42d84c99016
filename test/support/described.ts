import type pg from 'pg'

export interface DescribedColumn {
  name: string
  dataTypeID: number
  /** The id of the table that the column is of; 0 = it is worked out. */
  tableID: number
  columnID: number
}

/** The columns that a statement would give, as Postgres says after it has parsed it; nothing is run. */
export function described(client: pg.Client, text: string): Promise<DescribedColumn[]> {
  return new Promise((resolve, reject) => {
    let columns: DescribedColumn[] = []
    let failed: Error | null = null
    client.query({
      submit: (connection: pg.Connection) => {
        connection.parse({ name: '', text, types: [] }, false)
        connection.describe({ type: 'S', name: '' }, false)
        connection.sync()
      },
      handleRowDescription: (message: { fields: DescribedColumn[] }) => (columns = message.fields),
      handleError: (error: Error) => {
        failed = error
        reject(error)
      },
      handleReadyForQuery: () => failed ?? resolve(columns),
    } as unknown as pg.Submittable)
  })
}

import pg from 'pg'

/** A COPY whose rows go out behind the statement, before the server has asked for them: one that refuses the statement reads past them, as its protocol says. So it may stand among other statements of a pipeline, and waits for one answer. */
class CopyIn extends pg.Query {
  override submit: (connection: pg.Connection) => void

  constructor(text: string, rows: Uint8Array, answered: (error?: Error) => void) {
    super(text, answered)
    this.submit = (connection) => {
      connection.query(text)
      // The driver would copy the rows once more.
      const { stream } = connection
      stream.write(headOf(DATA, rows.length))
      stream.write(rows)
      stream.write(headOf(DONE, 0))
    }
  }

  /** The rows are on their way already. */
  handleCopyInResponse(): void {}
}

const DATA = 'd'
const DONE = 'c'

/** Each message says its kind, and its length with the four bytes of that. */
function headOf(kind: string, length: number): Buffer {
  const head = Buffer.alloc(5)
  head.write(kind)
  head.writeUInt32BE(4 + length, 1)
  return head
}

/** `text` names the table and its columns; `rows` as the binary form has them. */
export function copyIn(client: pg.ClientBase, text: string, rows: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(text, rows, (error) => (error ? reject(error) : resolve())))
  })
}

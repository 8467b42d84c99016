import { connect } from 'node:net'

/** A process that sends ready-made HTTP requests over a fixed number of kept-alive connections, and counts answers: it must cost as little as it can, since it shares the machine with what is measured. */
export interface LoadOrder {
  port: number
  connections: number
  requests: string[]
}

export interface LoadReport {
  millis: number
  answered: number
  /** The number of answers other than 2xx, by status. */
  refused: Record<string, number>
}

process.on('message', (order: LoadOrder) => {
  void run(order).then(
    (report) => process.send?.(report),
    () => process.exit(1),
  )
})

async function run({ port, connections, requests }: LoadOrder): Promise<LoadReport> {
  const refused: Record<string, number> = {}
  let next = 0
  let answered = 0
  const start = performance.now()
  const worker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let received = ''
      const send = (): void => {
        const request = requests[next++]
        if (request === undefined) {
          socket.end()
          resolve()
        } else socket.write(request)
      }
      socket.setEncoding('latin1')
      socket.on('connect', send)
      socket.on('error', reject)
      socket.on('data', (chunk: string) => {
        received += chunk
        if (!isWhole(received)) return
        const status = received.slice(9, 12)
        if (status.startsWith('2')) answered++
        else refused[status] = (refused[status] ?? 0) + 1
        received = ''
        send()
      })
    })
  await Promise.all(Array.from({ length: connections }, worker))
  return { millis: performance.now() - start, answered, refused }
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /content-length: *(\d+)/i.exec(text.slice(0, head))?.[1]
  return text.length >= head + 4 + Number(length ?? 0)
}

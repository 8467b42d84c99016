import { Socket } from 'node:net'

/** What is written in one turn goes out in one packet: the driver sends each statement by itself. */
export function gatheringSocket(): Socket {
  const socket = new Socket()
  const [write, cork] = [socket.write.bind(socket) as Write, socket.cork.bind(socket)]
  let gathers = false
  const gather = (): void => {
    if (gathers) return
    gathers = true
    cork()
    process.nextTick(() => {
      gathers = false
      socket.uncork()
    })
  }
  return Object.assign(socket, {
    cork: () => {
      gather()
      cork()
    },
    write: (...given: Parameters<Write>) => {
      gather()
      return write(...given)
    },
  })
}

type Write = (...given: unknown[]) => boolean

import { simServer } from './server.ts'
import { HELP, readSettings } from './settings.ts'
import { openSimulator } from './simulator.ts'

if (process.argv.includes('--help')) {
  console.log(HELP)
} else {
  start()
}

function start(): void {
  const settings = readSettings(process.argv.slice(2), process.env)
  const simulator = openSimulator(settings)
  const server = simServer(simulator, settings)
  server.listen(settings.port, settings.host, () => {
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : settings.port
    console.log(
      JSON.stringify({ event: 'sim.listening', host: settings.host, port, temper: settings.temper }),
    )
  })
  const stop = (): void => {
    simulator.close()
    server.close()
    server.closeAllConnections()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // The process that started this one has gone without a word.
  process.once('disconnect', stop)
  process.channel?.unref()
}

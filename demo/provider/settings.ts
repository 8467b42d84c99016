import { parseArgs } from 'node:util'

/** How badly the gateway behaves: `calm` accepts at once and everything arrives; `rough` is a working day without hanging requests; `harsh` is everything that happened to somebody. */
export type Temper = 'calm' | 'rough' | 'harsh'

export interface SimSettings {
  host: string
  port: number
  token: string
  seed: string
  temper: Temper
  /** Time moves only by `POST /clock`. */
  virtual: boolean
  /** NDJSON, appended to: everything that was accepted. */
  log: string | null
  /** The same reference again answers the first message. */
  keyed: boolean
  /** How long an accepted message stays invisible to a query. */
  queryLagMs: number
  callbackUrl: string | null
  callbackSecret: string
  apiUrl: string | null
  apiKey: string
  agents: number
  collectors: number
  /** Batches of letters are put there; null = there is no print house. */
  printFolder: string | null
  /** Lists of calls are put there; null = there is no dialer. */
  dialerFolder: string | null
}

export const HELP = `provider-sim: a simulated gateway for messages, agents on the phone and field staff

  --host --port          where to listen (127.0.0.1, 8470)          SIM_HOST SIM_PORT
  --token                bearer token of the gateway (sim)          SIM_TOKEN
  --seed                 of all dice (1)                            SIM_SEED
  --calm | --harsh       no faults | all faults (default: some)     SIM_TEMPER=calm|rough|harsh
  --virtual              time moves only by POST /clock             SIM_VIRTUAL=1
  --log FILE             everything accepted, NDJSON                SIM_LOG
  --keyed                deduplicates by reference                  SIM_KEYED=1
  --query-lag MS         until a query sees a message (0)           SIM_QUERY_LAG
  --callback URL         receipts are posted there; {channel} in
                         it = that of /<channel>/messages           SIM_CALLBACK
  --secret               that signs them (HMAC-SHA256)              SIM_SECRET
  --api URL --key        the engine's API, for agents and staff     SIM_API SIM_API_KEY
  --agents --collectors  how many work at once (4, 2)               SIM_AGENTS SIM_COLLECTORS
  --print DIR            batches of letters are put there           SIM_PRINT
  --dialer DIR           lists of calls are put there               SIM_DIALER`

export function readSettings(argv: string[], env: NodeJS.ProcessEnv): SimSettings {
  const { values } = parseArgs({
    args: argv,
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      token: { type: 'string' },
      seed: { type: 'string' },
      calm: { type: 'boolean' },
      harsh: { type: 'boolean' },
      virtual: { type: 'boolean' },
      log: { type: 'string' },
      keyed: { type: 'boolean' },
      'query-lag': { type: 'string' },
      callback: { type: 'string' },
      secret: { type: 'string' },
      api: { type: 'string' },
      key: { type: 'string' },
      agents: { type: 'string' },
      collectors: { type: 'string' },
      print: { type: 'string' },
      dialer: { type: 'string' },
    },
  })
  const temper = values.calm ? 'calm' : values.harsh ? 'harsh' : (env['SIM_TEMPER'] ?? 'rough')
  if (temper !== 'calm' && temper !== 'rough' && temper !== 'harsh') {
    throw new Error(`SIM_TEMPER is calm, rough or harsh, not ${temper}`)
  }
  return {
    host: values.host ?? env['SIM_HOST'] ?? '127.0.0.1',
    port: number('port', values.port ?? env['SIM_PORT'] ?? '8470'),
    token: values.token ?? env['SIM_TOKEN'] ?? 'sim',
    seed: values.seed ?? env['SIM_SEED'] ?? '1',
    temper,
    virtual: values.virtual ?? env['SIM_VIRTUAL'] === '1',
    log: values.log ?? env['SIM_LOG'] ?? null,
    keyed: values.keyed ?? env['SIM_KEYED'] === '1',
    queryLagMs: number('query-lag', values['query-lag'] ?? env['SIM_QUERY_LAG'] ?? '0'),
    callbackUrl: values.callback ?? env['SIM_CALLBACK'] ?? null,
    callbackSecret: values.secret ?? env['SIM_SECRET'] ?? '',
    apiUrl: values.api ?? env['SIM_API'] ?? null,
    apiKey: values.key ?? env['SIM_API_KEY'] ?? '',
    agents: number('agents', values.agents ?? env['SIM_AGENTS'] ?? '4'),
    collectors: number('collectors', values.collectors ?? env['SIM_COLLECTORS'] ?? '2'),
    printFolder: values.print ?? env['SIM_PRINT'] ?? null,
    dialerFolder: values.dialer ?? env['SIM_DIALER'] ?? null,
  }
}

function number(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} is a whole number, not ${text}`)
  return value
}

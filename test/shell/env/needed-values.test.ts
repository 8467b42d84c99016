import { expect, test } from 'vitest'
import { DialerSchema } from '../../../src/core/model/dialer.ts'
import { neededValues, valueNotes } from '../../../src/shell/env/needed-values.ts'
import { loadSchedules } from '../../../src/shell/config/load.ts'
import { contentHash } from '../../../src/shell/config/content-hash.ts'

const shipped = loadSchedules('schedules').schedules

function named(providers: string[]) {
  const dialer = DialerSchema.parse({
    dialer: 'acme',
    out: { http: { url: '{env.PROVIDER_ACME_URL}', secret: '{env.PROVIDER_ACME_SECRET}' } },
    tells: { secret: '{env.PROVIDER_ACME_SECRET}' },
  })
  const routes = {
    routes: [{ channel: 'sms' as const, providers: providers.map((provider) => ({ provider, share: 1 })) }],
  }
  return { providers: shipped?.providers ?? [], routes, dialers: [{ ...dialer, hash: contentHash(dialer) }] }
}

const values = (worker: string, providers: string[]) =>
  neededValues(worker, named(providers)).map(({ value, what, name }) => `${value} ${what} ${name}`)

test('each worker needs what it sends, asks or hears with, of those whom a route names', () => {
  const routed = ['example-twilio', 'example-form', 'gateway']
  expect(values('sms', routed)).toEqual([
    'PROVIDER_EXAMPLE_FORM_URL provider example-form',
    'PROVIDER_EXAMPLE_FORM_USER provider example-form',
    'PROVIDER_EXAMPLE_FORM_PASSWORD provider example-form',
    'PROVIDER_EXAMPLE_TWILIO_URL provider example-twilio',
    'PROVIDER_EXAMPLE_TWILIO_ACCOUNT provider example-twilio',
    'PROVIDER_EXAMPLE_TWILIO_TOKEN provider example-twilio',
  ])
  expect(values('ticks', routed).every((line) => line.endsWith('example-form'))).toBe(true)
  expect(values('api', routed)).toEqual([
    'PROVIDER_EXAMPLE_FORM_CALLBACK provider example-form',
    'PROVIDER_EXAMPLE_TWILIO_TOKEN provider example-twilio',
    'PROVIDER_ACME_SECRET dialer acme',
  ])
  expect(values('call', routed)).toEqual([
    'PROVIDER_ACME_URL dialer acme',
    'PROVIDER_ACME_SECRET dialer acme',
  ])
  expect(values('email', routed)).toEqual([])
  expect(values('decide', routed)).toEqual([])
  expect(values('sms', [])).toEqual([])
})

test('the place of a print house is needed by whoever hands letters over, and not by ticks, which asks our own book', () => {
  const routes = {
    routes: [{ channel: 'letter' as const, providers: [{ provider: 'example-print', share: 1 }] }],
  }
  const schedules = { ...named([]), routes, dialers: [] }
  const needed = (worker: string) => neededValues(worker, schedules).map(({ value }) => value)
  expect(needed('letter')).toEqual(['PROVIDER_EXAMPLE_PRINT_DIR'])
  expect(needed('api')).toEqual(['PROVIDER_EXAMPLE_PRINT_TOKEN'])
  expect(needed('ticks')).toEqual([])
})

test('a route of another channel asks nothing of a worker, and a file of a newer version nothing of anybody', () => {
  const { providers, ...rest } = named(['example-twilio'])
  const both = providers.map((file) => ({ ...file, channels: ['sms' as const, 'im' as const] }))
  expect(neededValues('im', { ...rest, providers: both })).toEqual([])
  expect(neededValues('sms', { ...rest, providers: both })).not.toEqual([])
  const newer = providers.map((file) => ({ ...file, from_a_newer_version: true, sender: 5 }))
  for (const worker of ['sms', 'ticks'])
    expect(neededValues(worker, { ...rest, providers: newer })).toEqual([])
})

test('whoever publishes is told of each value once: who needs it, and whether it is set there', () => {
  const notes = valueNotes(named(['example-twilio']), { PROVIDER_ACME_URL: 'https://acme.example' })
  expect(notes.map(({ message }) => message)).toEqual([
    'PROVIDER_EXAMPLE_TWILIO_TOKEN must be set for api, sms (provider example-twilio); here it is not set',
    'PROVIDER_ACME_SECRET must be set for api, call (dialer acme); here it is not set',
    'PROVIDER_EXAMPLE_TWILIO_URL must be set for sms (provider example-twilio); here it is not set',
    'PROVIDER_EXAMPLE_TWILIO_ACCOUNT must be set for sms (provider example-twilio); here it is not set',
    'PROVIDER_ACME_URL must be set for call (dialer acme); here it is set',
  ])
})

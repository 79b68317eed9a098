import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
let loaded: typeof import('fast-check') | undefined

/** fast-check, loaded when something random is first needed: a plan without random cases starts without it. */
export function fastCheck(): typeof import('fast-check') {
  loaded ??= require('fast-check') as typeof import('fast-check')
  return loaded
}

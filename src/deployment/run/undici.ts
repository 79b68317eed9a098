import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** undici's pool and connector by themselves: its index loads a fetch, mocks and caches too, at four times the cost. */
export const Pool: typeof import('undici').Pool =
  part(() => require('undici/lib/dispatcher/pool.js')) ?? wholeUndici().Pool

export const buildConnector: typeof import('undici').buildConnector =
  part(() => require('undici/lib/core/connect.js')) ?? wholeUndici().buildConnector

/** All of undici: only with it has a pool methods beside `dispatch`. */
export function wholeUndici(): typeof import('undici') {
  return require('undici')
}

/** What a file of undici holds; undefined if the version that is installed has it elsewhere. */
function part<T>(load: () => T): T | undefined {
  try {
    return load()
  } catch {
    return undefined
  }
}

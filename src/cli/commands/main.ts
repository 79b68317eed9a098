#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { writeStderr } from './output.ts'
import { createProgram } from './program.ts'

const USAGE = 2
const INCONCLUSIVE = 3

/** Errors whose message says all. */
const EXIT_CODES: { readonly [name: string]: number } = {
  UsageError: USAGE,
  ContractError: USAGE,
  OutputError: INCONCLUSIVE,
}

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
)
const program = createProgram(version, (code) => {
  process.exitCode = code
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

/** Says what went wrong in one sentence, where commander has not said it already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const known = EXIT_CODES[name]
  writeStderr(`error: ${known === undefined ? 'this should not happen, please report it: ' : ''}${message}\n`)
  if (known === undefined && process.env.DEBUG) writeStderr(`${error instanceof Error ? error.stack : error}\n`)
  return known ?? INCONCLUSIVE
}

#!/usr/bin/env node
import module from 'node:module'
import { CommanderError } from 'commander'
import { tool } from '../../report/results/index.ts'
import { writeStderr } from './output.ts'
import { createProgram } from './program.ts'
import { StoppedError } from './until-interrupted.ts'

const USAGE = 2
const INCONCLUSIVE = 3

/** Errors that say in one sentence what went wrong, and what to do. */
const EXIT_CODES: { readonly [name: string]: number } = {
  UsageError: USAGE,
  ContractError: USAGE,
  OutputError: INCONCLUSIVE,
  StoppedError: INCONCLUSIVE,
}

// Node 22 and later keep compiled code in a folder of the system, and go on without it if that cannot be written.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache()

const program = createProgram(tool().version, (code) => {
  process.exitCode = code
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
  // What is still waited for would keep the process.
  if (error instanceof StoppedError) process.exit()
}

/** Prints what went wrong, unless commander has printed it already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const exitCode = EXIT_CODES[name]
  writeStderr(`error: ${exitCode === undefined ? 'this should not happen, please report it: ' : ''}${message}\n`)
  if (exitCode === undefined && process.env.DEBUG) writeStderr(`${error instanceof Error ? error.stack : error}\n`)
  return exitCode ?? INCONCLUSIVE
}

#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { addAdequacyCommand } from './adequacy-command.ts'

import { addClientCommand } from './client-command.ts'

import { addInitCommand } from './init-command.ts'

import { addMockCommand } from './mock-command.ts'
import { writeStderr, writeStdout } from './output.ts'
import { addPlanCommand } from './plan-command.ts'
import { addReplayCommand } from './replay-command.ts'
import { addVerifyCommand } from './verify-command.ts'

// Only what reads arguments is loaded here: help and most mistakes need nothing else.

const USAGE = 2
const INCONCLUSIVE = 3

/** Errors whose message says all. */
const EXIT_CODES: { readonly [name: string]: number } = {
  ArgumentError: USAGE,
  UsageError: USAGE,
  ContractError: USAGE,
  OutputError: INCONCLUSIVE,
}

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
)
const program = new Command('fgs-contract')
  .description('Proves that a live deployment keeps its OpenAPI contract.')
  .version(version, '--version', 'print the version')
  .helpOption('-h, --help', 'print help')
  .helpCommand('help [command]', 'print help')
  .showHelpAfterError('(see fgs-contract --help)')
  .exitOverride()
  .configureOutput({
    writeOut: writeStdout,
    writeErr: writeStderr,
    // What follows a mistyped --token= may be secret.
    outputError: (text, write) => write(text.replace(/^(error: unknown option '[^'=]+)=.*'$/ms, "$1'")),
  })
  .addHelpText('after', '\nExit codes: 0 pass, 1 fail, 2 usage or contract error, 3 inconclusive.')
const exit = (code: number): void => {
  process.exitCode = code
}
addVerifyCommand(program, exit)
addPlanCommand(program)
addClientCommand(program, (code) => {
  process.exitCode = code
})
addAdequacyCommand(program, (code) => {
  process.exitCode = code
})
addReplayCommand(program, exit)
addInitCommand(program)
addMockCommand(program)
for (const command of program.commands)
  command
    .exitOverride()
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError(`(see fgs-contract ${command.name()} --help)`)
    .allowExcessArguments(false)

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
  if (known === undefined && process.env.DEBUG) console.error(error)
  return known ?? INCONCLUSIVE
}

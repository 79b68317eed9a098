#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { ContractError } from '../contract/index.ts'
import { UsageError } from '../planning/index.ts'
import { tool } from '../verification/index.ts'
import { addPlanCommand } from './plan-command.ts'
import { addVerifyCommand } from './verify-command.ts'

const USAGE = 2
const EXECUTION = 3

const program = new Command('fgs-contract')
  .description('Proves that a live deployment keeps its OpenAPI contract.')
  .version(tool().version, '--version', 'print the version')
  .helpOption('--help', 'print help')
  .helpCommand(false)
  .showHelpAfterError('(see --help)')
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 pass, 1 fail, 2 usage or contract error, 3 inconclusive.')
addVerifyCommand(program, (code) => {
  process.exitCode = code
})
addPlanCommand(program)
for (const command of program.commands)
  command
    .exitOverride()
    .helpOption('--help', 'print help')
    .showHelpAfterError('(see fgs-contract --help)')
    .allowExcessArguments(false)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

/** Says what went wrong in one sentence, where commander has not said it already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
  if (error instanceof UsageError || error instanceof ContractError) {
    process.stderr.write(`error: ${error.message}\n`)
    return USAGE
  }
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`error: this should not happen, please report it: ${message}\n`)
  if (process.env.DEBUG) console.error(error)
  return EXECUTION
}

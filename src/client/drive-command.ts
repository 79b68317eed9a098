import type { Contract } from '../contract/model/index.ts'
import { serveMock } from '../mock/loopback/index.ts'
import { RUNS_IN_MODE_RANDOM, requireCount, seedOf } from '../options/index.ts'
import type { Report } from '../report/results/index.ts'
import { AnsweringMock } from './answering-mock.ts'
import type { CommandOptions, Execute } from './command-options.ts'
import { CommandRun } from './command-run.ts'

/**
 * Runs a program again and again, each time with another legal answer to what it sends, and judges the requests and how
 * the program ends. It asks nothing of the program, which knows by itself what to send. Throws UsageError.
 */
export async function driveCommand(
  contract: Contract,
  execute: Execute,
  options: CommandOptions = {},
): Promise<Report> {
  const seed = seedOf(options.seed)
  const runs = requireCount('runs', options.runs) ?? (options.mode === 'random' ? RUNS_IN_MODE_RANDOM : 0)
  const mock = new AnsweringMock(contract)
  const { origin, close } = await serveMock(mock)
  try {
    return await new CommandRun({ contract, execute, options, seed, runs, mock, target: origin }).report()
  } finally {
    await close()
  }
}

import type { Command } from 'commander'

export interface InitArguments {
  readonly force?: boolean
}

export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description('write a configuration and a workflow for GitHub Actions here')
    .option('--force', 'even over what is there')
    .action(async (options: InitArguments) => {
      const { runInit } = await import('./run-init.ts')
      runInit(options)
    })
}

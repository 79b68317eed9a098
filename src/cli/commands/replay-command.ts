import { type Command, Option } from 'commander'
import type { HeaderList } from '../../http/index.ts'
import { parseHeader, parseTimeout } from './arguments.ts'
import type { CredentialArguments } from './given-credentials.ts'
import type { TlsFiles } from './tls-files.ts'

export interface ReplayArguments extends TlsFiles, CredentialArguments {
  readonly spec?: string
  readonly target?: string
  readonly header?: HeaderList
  readonly timeout: number
  readonly json?: boolean
  readonly color: boolean
}

export function addReplayCommand(program: Command, onExit: (code: number) => void): void {
  program
    .command('replay')
    .description("send the witnesses of a report's findings again: fixed, still failing, or changed")
    .argument('<report>', 'what verify --reporter json=FILE has written')
    .argument('[finding]', 'only this one: its number, id, constraint or case (default: all)')
    .option('--spec <file|url>', 'OpenAPI document, JSON or YAML (default: the bundled contract)')
    .option('--target <url>', 'base URL of the deployment (default: that of the report; credentials want it given)')
    .option('--token <token>', 'credential for the place that the contract names (or FGS_CONTRACT_TOKEN); never shown')
    .option('--token-command <command>', 'prints a token; run before the first request')
    .option('--ak <key>', 'access key of Huawei Cloud, to sign each request (or FGS_CONTRACT_AK); never shown')
    .option('--sk <key>', 'its secret key (or FGS_CONTRACT_SK); never shown')
    .option("--header <'K: V'>", 'header of every request; may be repeated; its value is never shown', parseHeader)
    .option('--ca <file>', 'PEM file of the authorities to trust')
    .option('--cert <file>', 'PEM file of a client certificate')
    .option('--key <file>', 'PEM file of its key')
    .addOption(
      new Option('--timeout <duration>', 'for one whole exchange').argParser(parseTimeout).default(30_000, '30s'),
    )
    .option('--json', 'one JSON document')
    .option('--no-color', 'no colours')
    .action(async (report: string, finding: string | undefined, options: ReplayArguments) => {
      const { runReplay } = await import('./run-replay.ts')
      onExit(await runReplay(report, finding, options))
    })
}
